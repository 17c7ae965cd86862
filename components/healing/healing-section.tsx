'use client';

import { useQuery } from '@tanstack/react-query';
import { DayTime } from '@/components/accounts/day-time';
import { ShowAll } from '@/components/accounts/show-all';
import { stepWords } from '@/components/healing/healing-words';
import { CardSection } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { ToneIcon } from '@/components/ui/tone';
import { healingOptions } from '@/lib/healing/options';
import type { Healing, HealingStep } from '@/lib/healing/types';

const SHOWN = 8;

/** Every step that was taken without a person, newest first, and what comes next. Nothing where none was. */
export function HealingSection({ accountId }: { accountId: string }) {
  const { data } = useQuery(healingOptions(accountId));
  if (!data || data.steps.length === 0) return null;
  return (
    <CardSection
      title="Tried by itself"
      description="What was done to get this account back without anybody, newest first."
    >
      {data.open && <Next open={data.open} />}
      <ShowAll items={data.steps} most={SHOWN} noun="steps">
        {(shown) => (
          <ol aria-label="Tried by itself" className="flex flex-col">
            {shown.map((step) => (
              <Step key={step.id} step={step} />
            ))}
          </ol>
        )}
      </ShowAll>
    </CardSection>
  );
}

function Next({ open: { nextAt, triesLeft, mailAt } }: { open: NonNullable<Healing['open']> }) {
  return (
    <InlineNotice tone="info" live="off" className="mb-3">
      {triesLeft > 0 && (
        <>
          Next try: <RelativeTime date={nextAt} isFocusable />.{' '}
        </>
      )}
      If nothing helps, the owner gets an e-mail: <RelativeTime date={mailAt} isFocusable />.
    </InlineNotice>
  );
}

function Step({ step }: { step: HealingStep }) {
  const words = stepWords(step);
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-3 border-line py-2.5 not-first:border-t">
      <ToneIcon tone={words.tone} className="mt-px" />
      <div className="min-w-0">
        <div className="text-ui font-medium text-fg">{words.label}</div>
        <p className="text-meta text-fg-2">
          {step.cookieSeenAt && (
            <>
              Session of <DayTime date={step.cookieSeenAt} hasTime />
              {step.deviceName && (
                <>
                  {' '}
                  from <bdi>{step.deviceName}</bdi>
                </>
              )}
              .{' '}
            </>
          )}
          {words.line}
        </p>
      </div>
      <span className="text-end text-meta text-fg-2 tabular-nums">
        <DayTime date={step.at} hasTime />
      </span>
    </li>
  );
}
