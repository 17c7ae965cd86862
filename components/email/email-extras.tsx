'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import {
  type CustomHeader,
  headerProblem,
  MAX_HEADERS,
  replyToProblem,
} from '@/lib/inbox/email-header-rules';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';

type EmailExtrasProps = { routing: EmailRouting; onChange: (routing: EmailRouting) => void };

/** What few e-mails need: whom answers go to, and headers of one's own. Hidden until it is asked for. */
export function EmailExtras({ routing, onChange }: EmailExtrasProps) {
  const { replyTo = '', headers = [] } = routing;
  const [isAsked, setIsAsked] = useState(false);
  const isOpen = isAsked || replyTo !== '' || headers.length > 0;
  const setHeader = (index: number, change: Partial<CustomHeader> | null) =>
    onChange({
      ...routing,
      headers: headers.flatMap((header, at) => {
        if (at !== index) return header;
        return change ? { ...header, ...change } : [];
      }),
    });
  if (!isOpen) {
    return (
      <Button
        size={28}
        variant="ghost"
        className="self-start"
        aria-expanded={false}
        onClick={() => setIsAsked(true)}
      >
        More
      </Button>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <Line label="Answers" problem={replyTo.trim() === '' ? null : replyToProblem(replyTo)}>
        {(aria) => (
          <Input
            size={28}
            aria-label="Answers go to"
            placeholder="To another address"
            inputMode="email"
            value={replyTo}
            onChange={(event) => onChange({ ...routing, replyTo: event.target.value })}
            className="min-w-0 flex-1"
            {...aria}
          />
        )}
      </Line>
      {headers.map((header, index) => (
        <Line key={keyAt(index)} label="Header" problem={headerProblem(header)}>
          {(aria) => (
            <>
              <Input
                size={28}
                aria-label={`Name of header ${index + 1}`}
                placeholder="X-Campaign"
                value={header.name}
                onChange={(event) => setHeader(index, { name: event.target.value })}
                className="w-32 shrink-0"
                {...aria}
              />
              <Input
                size={28}
                aria-label={`Value of header ${index + 1}`}
                value={header.value}
                onChange={(event) => setHeader(index, { value: event.target.value })}
                className="min-w-0 flex-1"
                {...aria}
              />
              <IconButton
                label={`Remove header ${index + 1}`}
                icon={<X />}
                onClick={() => setHeader(index, null)}
              />
            </>
          )}
        </Line>
      ))}
      {headers.length < MAX_HEADERS && (
        <Button
          size={28}
          variant="ghost"
          icon={<Plus />}
          className="self-start"
          onClick={() => onChange({ ...routing, headers: [...headers, { name: 'X-', value: '' }] })}
        >
          Add a header
        </Button>
      )}
    </div>
  );
}

/** Rows are told apart by their place alone: two may hold the same while one types. */
function keyAt(index: number): string {
  return `header ${index}`;
}

type Aria = { 'aria-invalid'?: true; 'aria-describedby'?: string };
type LineProps = {
  label: string;
  problem: string | null;
  children: (aria: Aria) => React.ReactNode;
};

function Line({ label, problem, children }: LineProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-center gap-2 text-meta text-fg-3">
        <span className="w-14 shrink-0" aria-hidden="true">
          {label}
        </span>
        {children(problem ? { 'aria-invalid': true, 'aria-describedby': id } : {})}
      </div>
      {problem && (
        <p id={id} className="ps-16 text-meta text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
