import { Clock } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { Field } from '@/components/ui/field';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { Input } from '@/components/ui/input';
import { parseSnooze, snoozePresets } from '@/lib/triage/snooze-rules';
import { snoozeTime } from './act-words';

type TimeChoiceProps = {
  /** What comes before the time that was understood: "Until", "Leaves". */
  lead: string;
  /** How far ahead it may lie. */
  maxYears?: number;
  onChoose: (at: Date) => void;
};

/** A time that lies ahead, in the reader's own words or one of the usual ones, by the reader's clock. */
export function TimeChoice({ lead, maxYears, onChoose }: TimeChoiceProps) {
  const { timeZone = 'UTC', locale } = useClock() ?? {};
  // One moment for all choices, or a time could pass between the preview and the press.
  const [now] = useState(() => new Date());
  const [text, setText] = useState('');
  const [isTried, setIsTried] = useState(false);
  const parsed = text.trim() ? parseSnooze(text, now, timeZone, maxYears) : null;
  const clock = { nowMs: now.getTime(), timeZone };

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed?.until) onChoose(parsed.until);
          else setIsTried(true);
        }}
      >
        <Field
          label="When?"
          help={
            parsed?.until ? (
              <span role="status">
                {lead} {formatAbsoluteTime(parsed.until, timeZone, locale)}. Press Enter.
              </span>
            ) : (
              'For example “tue 9am”, “in 3 hours” or “next monday”.'
            )
          }
          error={isTried ? (parsed?.problem ?? (text.trim() ? null : 'Write a time first.')) : null}
        >
          <Input
            autoComplete="off"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setIsTried(false);
            }}
          />
        </Field>
      </form>
      <ul aria-label="Usual times" className="-mx-2 pt-3">
        {snoozePresets(now, timeZone).map(({ id, label, until }) => (
          <li key={id}>
            <Button
              variant="ghost"
              icon={<Clock />}
              onClick={() => onChoose(until)}
              className="w-full justify-start! *:w-full"
            >
              <span className="flex-1 text-start">{label}</span>
              <span className="text-meta text-fg-3">{snoozeTime(until, clock)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
