'use client';

import { type FormEvent, useState } from 'react';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { MessageText } from '@/components/inbox/message-text';
import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { MAX_SIGNATURE_CHARACTERS } from '@/lib/account-settings/schema';
import type { AccountDetail } from '@/lib/accounts/types';
import { isMailProvider } from '@/lib/core/providers';

type SignatureSectionProps = { detail: AccountDetail; acts: AccountActs };

/** What stands below the e-mails of an account: its owner writes it, whoever sees the account reads it. */
export function SignatureSection({ detail, acts }: SignatureSectionProps) {
  const { account, signature } = detail;
  if (!isMailProvider(account.provider)) return null;
  const canWrite = account.isMine && account.status !== 'removed';
  return (
    <CardSection title="Signature">
      {canWrite ? (
        <SignatureForm saved={signature ?? ''} acts={acts} />
      ) : (
        <div className="text-fg-2">
          {signature ? <MessageText text={signature} /> : 'Its owner has written none.'}
        </div>
      )}
    </CardSection>
  );
}

function SignatureForm({ saved, acts }: { saved: string; acts: AccountActs }) {
  // Null while nothing is changed: then what was saved elsewhere stands here.
  const [changed, setChanged] = useState<string | null>(null);
  const text = changed ?? saved;
  const isTooLong = text.length > MAX_SIGNATURE_CHARACTERS;
  const tooMany = text.length - MAX_SIGNATURE_CHARACTERS;
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await acts.sign(text)) setChanged(null);
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3">
      <Field
        label="Below every e-mail from this account"
        help="Plain text. Addresses that begin with https:// become links."
        error={isTooLong && `This is ${tooMany.toLocaleString('en')} characters too long.`}
        className="w-full"
      >
        <Textarea
          dir="auto"
          rows={4}
          value={text}
          className="max-h-60"
          onChange={(event) => setChanged(event.target.value)}
        />
      </Field>
      <Button
        type="submit"
        isPending={acts.act.isPending}
        disabled={isTooLong || text.trim() === saved}
      >
        Save signature
      </Button>
    </form>
  );
}
