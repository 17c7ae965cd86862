'use client';

import { clockText } from '@/components/invitations/hours-text';
import { useClock } from '@/components/ui/clock';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import type { QuietHours } from '@/lib/preferences/types';

const STEP_MINUTES = 30;
const TIMES = Array.from({ length: (24 * 60) / STEP_MINUTES }, (_, index) => index * STEP_MINUTES);
const NIGHT = { fromMinute: 22 * 60, toMinute: 7 * 60 };

/** In which hours no e-mail of ours comes; switched on, they are those of the night where this device is. */
export function QuietHoursFields({
  value,
  onChange,
}: {
  value: QuietHours | null;
  onChange: (value: QuietHours | null) => void;
}) {
  const here = useClock()?.timeZone ?? 'UTC';
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="No e-mail from Switchboard at night"
        help="What would be sent in these hours leaves at their end, if it is still needed. The screens say it at once. Sign-in links always leave."
        isChecked={value !== null}
        onCheckedChange={(isOn) => onChange(isOn ? { zone: here, ...NIGHT } : null)}
      />
      {value && (
        <>
          <div className="flex flex-wrap gap-3">
            <Time
              label="From"
              minute={value.fromMinute}
              other={value.toMinute}
              onChange={(fromMinute) => onChange({ ...value, fromMinute })}
            />
            <Time
              label="To"
              minute={value.toMinute}
              other={value.fromMinute}
              onChange={(toMinute) => onChange({ ...value, toMinute })}
            />
          </div>
          <p className="text-meta text-fg-3">
            By the clock of {value.zone.replaceAll('_', ' ')}.
            {value.zone !== here && (
              <>
                {' '}
                <button
                  type="button"
                  onClick={() => onChange({ ...value, zone: here })}
                  className="text-accent-text underline"
                >
                  Use {here.replaceAll('_', ' ')}
                </button>
              </>
            )}
          </p>
        </>
      )}
    </div>
  );
}

interface TimeProps {
  label: string;
  minute: number;
  /** The other end, which cannot be the same. */
  other: number;
  onChange: (minute: number) => void;
}

function Time({ label, minute, other, onChange }: TimeProps) {
  const minutes = TIMES.includes(minute) ? TIMES : [minute, ...TIMES];
  return (
    <Field label={label} isButtonControl>
      <Select
        className="w-28"
        value={String(minute)}
        onValueChange={(value) => onChange(Number(value))}
        options={minutes
          .filter((one) => one !== other)
          .map((one) => ({ value: String(one), label: clockText(one) }))}
      />
    </Field>
  );
}
