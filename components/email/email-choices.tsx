'use client';

import { cx } from 'class-variance-authority';
import { Checkbox } from '@/components/ui/checkbox';
import type { EmailChoices as Choices } from '@/lib/inbox/outgoing-email-rules';
import type { EmailTerms } from '@/lib/inbox/types';

type EmailChoicesProps = {
  terms: EmailTerms;
  choices: Choices;
  onChange: (choices: Choices) => void;
  className?: string;
};

/** What can be chosen for one e-mail, as far as workspace and account allow it. */
export function EmailChoices({ terms, choices, onChange, className }: EmailChoicesProps) {
  if (!terms.canTrack) return null;
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <Checkbox
        label="Track opens and links"
        help="The recipient’s mail program tells a third party. Opens are a guess."
        isChecked={choices.isTracked ?? false}
        onCheckedChange={(isTracked) => onChange({ isTracked })}
      />
    </div>
  );
}
