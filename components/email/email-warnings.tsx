'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { type EmailWarning, WARNING_TEXTS } from './address-rules';

/** Asks once about each thing that may have been overlooked; what was asked about goes at the next press. */
export function useEmailWarnings() {
  const [asked, setAsked] = useState<readonly EmailWarning[]>([]);
  return {
    asked,
    /** Whether the press must wait for a second one. */
    stops(warnings: readonly EmailWarning[]): boolean {
      const isNew = warnings.some((one) => !asked.includes(one));
      if (isNew) setAsked(warnings);
      return isNew;
    },
    settle: () => setAsked([]),
  };
}

type EmailWarningsProps = {
  warnings: readonly EmailWarning[];
  onSendAnyway: () => void;
  className?: string;
};

export function EmailWarnings({ warnings, onSendAnyway, className }: EmailWarningsProps) {
  return (
    <div role="status" className="empty:hidden">
      {warnings.length > 0 && (
        <InlineNotice
          tone="warn"
          title={warnings.map((one) => WARNING_TEXTS[one]).join(' ')}
          className={className}
          action={
            <Button size={28} variant="ghost" onClick={onSendAnyway}>
              Send anyway
            </Button>
          }
        >
          Nothing was sent yet.
        </InlineNotice>
      )}
    </div>
  );
}
