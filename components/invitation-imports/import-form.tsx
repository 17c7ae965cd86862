'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { addImportAction } from '@/lib/invitation-imports/actions';
import { MAX_FILE_CHARACTERS, MAX_ROWS } from '@/lib/invitation-imports/rules';
import type { ImportList } from '@/lib/invitation-imports/types';

/** Takes a file. Nobody is invited by that: people are looked up first, and planned by a press of their own. */
export function ImportForm({ accounts }: Pick<ImportList, 'accounts'>) {
  const router = useRouter();
  const client = useQueryClient();
  const act = useAct();
  const field = useRef<HTMLInputElement>(null);
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? null);
  const [isTooLarge, setIsTooLarge] = useState(false);

  async function take(file: File) {
    setIsTooLarge(file.size > MAX_FILE_CHARACTERS);
    if (file.size > MAX_FILE_CHARACTERS) return;
    const text = await file.text();
    const done = await act.run(() => addImportAction({ fileName: file.name, text, accountId }));
    await client.invalidateQueries({ queryKey: ['invitation-imports'] });
    if (done) router.push(`/people/imports/${done.data.importId}`);
  }

  if (accounts.length === 0) {
    return (
      <CardSection title="Invite people from a file">
        <p className="text-ui text-fg-2">
          Invitations leave from LinkedIn accounts, and there is none that you may send from.
        </p>
      </CardSection>
    );
  }
  return (
    <CardSection
      title="Invite people from a file"
      description={`A CSV file with the columns profile (address or public name), note and account; ${MAX_ROWS} rows at most. Each person is looked up, now and then, as LinkedIn counts it; nobody is invited before you say so.`}
    >
      <div className="flex flex-col items-start gap-3">
        <Field label="Account for rows that name none" isButtonControl className="w-full max-w-80">
          <Select
            value={accountId}
            onValueChange={setAccountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
        <input
          ref={field}
          type="file"
          accept=".csv,text/csv,text/plain"
          aria-label="CSV file"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void take(file);
          }}
        />
        <Button variant="primary" isPending={act.isPending} onClick={() => field.current?.click()}>
          <FileUp aria-hidden="true" />
          Choose a file
        </Button>
        {(isTooLarge || act.problem) && (
          <p role="alert" className="text-ui text-bad">
            {isTooLarge ? 'The file is too large. Split it.' : act.problem?.message}
          </p>
        )}
      </div>
    </CardSection>
  );
}
