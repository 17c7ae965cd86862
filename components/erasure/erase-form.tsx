'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import { CHANNEL_NAMES, type Channel } from '@/lib/core/providers';
import { eraseByIdAction } from '@/lib/erasure/actions';
import { ErasureTerms } from './erasure-terms';

/** Services where somebody outside can tell how they are called. */
const CHOICES = [
  'EMAIL',
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'TELEGRAM',
  'MESSENGER',
  'TWITTER',
] as const;

const HELP: Partial<Record<Channel, string>> = {
  EMAIL: 'The whole address.',
  LINKEDIN: 'The address of their profile.',
  WHATSAPP: 'The number with its country code.',
};

/** For whom nobody of the admins may see: a colleague knows them through a private account, or nobody does. */
export function EraseForm() {
  const act = useAct();
  const toast = useToast();
  const client = useQueryClient();
  const [channel, setChannel] = useState<(typeof CHOICES)[number]>('EMAIL');
  const [value, setValue] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const typed = value.trim();

  async function erase() {
    const done = await act.run(() => eraseByIdAction({ channel, value: typed }));
    setIsAsking(false);
    if (!done) return;
    setValue('');
    toast.show({ title: 'Being erased', description: 'Below it is told when it is done.' });
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed !== '') setIsAsking(true);
      }}
    >
      <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
        <Field label="Known on" isButtonControl>
          <Select
            value={channel}
            onValueChange={setChannel}
            options={CHOICES.map((one) => ({ value: one, label: CHANNEL_NAMES[one] }))}
          />
        </Field>
        <Field
          label="Address, number or profile"
          help={HELP[channel] ?? 'Their user name or id there.'}
          error={act.problem?.message}
        >
          <Input
            value={value}
            autoComplete="off"
            onChange={(event) => {
              setValue(event.target.value);
              act.forget();
            }}
          />
        </Field>
      </div>
      <p className="text-meta text-fg-2">
        Use this for somebody whom you cannot find among the people: a colleague may know them
        through a private account. You are not told whether anybody did.
      </p>
      <div>
        <Button type="submit" variant="danger" disabled={typed === ''}>
          Erase…
        </Button>
      </div>
      <AlertDialog
        title={
          <>
            Erase <bdi>{typed}</bdi>?
          </>
        }
        description="This cannot be undone. It reaches every account of the workspace, private ones too."
        confirmLabel="Erase"
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        isPending={act.isPending}
        onConfirm={() => void erase()}
      >
        <ErasureTerms />
      </AlertDialog>
    </form>
  );
}
