'use client';

import { cx } from 'class-variance-authority';
import { type RefObject, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import type { EmailPerson, EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import { isAddress } from './address-rules';
import { EmailExtras } from './email-extras';
import { type KnownPerson, PeopleField } from './people-field';

type FieldsProps = {
  routing: EmailRouting;
  onChange: (routing: EmailRouting) => void;
  /** Offered while one types. */
  known: readonly KnownPerson[];
  /** Where one types whom it goes to. */
  toRef?: RefObject<HTMLInputElement | null>;
  /** Hears what is being typed for a person. */
  onType?: (text: string) => void;
};

/** To whom an e-mail of a thread goes: one line, and at a press the lists and the subject. */
export function Recipients(props: FieldsProps) {
  const { routing } = props;
  const [isOpen, setIsOpen] = useState(routing.to.length === 0);
  if (!isOpen) {
    return (
      <button
        type="button"
        aria-label="Change who gets it"
        onClick={() => setIsOpen(true)}
        className="mx-2 flex min-h-7 min-w-0 items-center gap-2 rounded-control px-1 text-start text-meta text-fg-2 hover:bg-hover pointer-coarse:min-h-11"
      >
        <Line name="To" people={routing.to} />
        <Line name="Cc" people={routing.cc} />
        <Line name="Bcc" people={routing.bcc} />
      </button>
    );
  }
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2">
      <EmailFields {...props} />
      <Button size={28} variant="ghost" className="self-end" onClick={() => setIsOpen(false)}>
        Done
      </Button>
    </div>
  );
}

const COPIES = [
  ['cc', 'Cc'],
  ['bcc', 'Bcc'],
] as const;

/** To, Cc and Bcc as chips, and the subject. Cc and Bcc take no room until somebody is to get a copy. */
export function EmailFields({ routing, onChange, known, toRef, onType }: FieldsProps) {
  const listId = useId();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const isShown = (key: 'cc' | 'bcc') => routing[key].length > 0 || asked.includes(key);
  const field = (key: 'to' | 'cc' | 'bcc', label: string) => (
    <PeopleField
      key={key}
      id={`${listId}-${key}`}
      label={label}
      people={routing[key]}
      known={known}
      listId={listId}
      inputRef={key === 'to' ? toRef : undefined}
      onType={onType}
      onChange={(people) => onChange({ ...routing, [key]: people })}
    />
  );
  return (
    <>
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">{field('to', 'To')}</div>
        {COPIES.map(
          ([key, label]) =>
            !isShown(key) && (
              <Button
                key={key}
                size={28}
                variant="ghost"
                aria-label={`Add ${label}`}
                onClick={() => {
                  flushSync(() => setAsked([...asked, key]));
                  document.getElementById(`${listId}-${key}`)?.focus();
                }}
              >
                {label}
              </Button>
            ),
        )}
      </div>
      {COPIES.map(([key, label]) => isShown(key) && field(key, label))}
      <div className="flex items-center gap-2 text-meta text-fg-3">
        <span className="w-14 shrink-0" aria-hidden="true">
          Subject
        </span>
        <Input
          size={28}
          aria-label="Subject"
          dir="auto"
          value={routing.subject}
          onChange={(event) => onChange({ ...routing, subject: event.target.value })}
          className="min-w-0 flex-1"
        />
      </div>
      <EmailExtras routing={routing} onChange={onChange} />
      <datalist id={listId}>
        {known.map(({ providerUserId, name }) => (
          <option key={providerUserId} value={providerUserId}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}

function Line({ name, people }: { name: string; people: readonly EmailPerson[] }) {
  if (people.length === 0) return null;
  const shown = people.slice(0, 3).map((person) => person.name ?? person.address);
  const rest = people.length - shown.length;
  const hasWrong = !people.every(isAddress);
  return (
    <span className={cx('min-w-0 truncate', hasWrong && 'text-bad')}>
      <span className="text-fg-3">{name}</span> <bdi>{shown.join(', ')}</bdi>
      {rest > 0 && ` +${rest}`}
    </span>
  );
}
