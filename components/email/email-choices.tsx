'use client';

import { cx } from 'class-variance-authority';
import { MessageText } from '@/components/inbox/message-text';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import type { EmailChoices as Choices } from '@/lib/inbox/outgoing-email-rules';
import type { EmailTerms } from '@/lib/inbox/types';

type EmailChoicesProps = {
  terms: EmailTerms;
  choices: Choices;
  onChange: (choices: Choices) => void;
  className?: string;
};

/** The signature as it will stand, and what can be chosen for one e-mail as far as workspace and account allow it. */
export function EmailChoices({ terms, choices, onChange, className }: EmailChoicesProps) {
  const { canTrack, signature } = terms;
  // What was chosen before it was forbidden can be taken back.
  const showsTracking = canTrack || choices.isTracked;
  if (!showsTracking && !signature) return null;
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      {signature && (
        <Signature
          text={signature}
          isLeftOut={choices.isUnsigned ?? false}
          onLeaveOut={(isUnsigned) => onChange({ isUnsigned })}
        />
      )}
      {showsTracking && (
        <Checkbox
          label="Track opens and links"
          help="The recipient’s mail program tells a third party. Opens are a guess."
          isChecked={choices.isTracked ?? false}
          onCheckedChange={(isTracked) => onChange({ isTracked })}
        />
      )}
    </div>
  );
}

type SignatureProps = {
  text: string;
  isLeftOut: boolean;
  onLeaveOut: (isLeftOut: boolean) => void;
};

function Signature({ text, isLeftOut, onLeaveOut }: SignatureProps) {
  return (
    <section
      aria-label="Signature"
      className="flex items-start justify-between gap-3 border-t border-line pt-1.5"
    >
      {isLeftOut ? (
        <p className="py-1 text-meta text-fg-3">This e-mail goes without the signature.</p>
      ) : (
        <div className="max-h-24 min-w-0 overflow-y-auto text-fg-2">
          <MessageText text={text} />
        </div>
      )}
      <Button size={28} variant="ghost" onClick={() => onLeaveOut(!isLeftOut)}>
        {isLeftOut ? 'Add signature' : 'Leave out'}
      </Button>
    </section>
  );
}
