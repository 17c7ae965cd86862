'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { VISIBILITIES } from '@/components/accounts/visibility-words';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem } from '@/lib/accounts/types';

export interface AccountDialogProps {
  account: AccountItem;
  acts: AccountActs;
  isOpen: boolean;
  onClose: () => void;
}

export function RenameDialog(props: AccountDialogProps) {
  const { account, acts, onClose } = props;
  const [name, setName] = useState(account.name);
  const trimmed = name.trim();
  return (
    <FormDialog
      {...props}
      title={`Rename ${accountLabel(account)}`}
      description="The name is ours: it shows here, in the inbox and in e-mails. Nothing changes at the provider."
      submitLabel="Rename"
      isDisabled={trimmed === '' || trimmed === account.name}
      onSubmit={async () => {
        if (await acts.rename(trimmed)) onClose();
      }}
    >
      <Field label="Name" name="name" error={acts.act.problem?.fields.name}>
        <Input
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

export function VisibilityDialog(props: AccountDialogProps) {
  const { account, acts, onClose } = props;
  const [visibility, setVisibility] = useState(account.visibility);
  return (
    <FormDialog
      {...props}
      title={`Who sees ${accountLabel(account)}`}
      submitLabel="Save"
      isDisabled={visibility === account.visibility}
      onSubmit={async () => {
        if (await acts.share(visibility)) onClose();
      }}
    >
      <RadioGroup
        label="Messages of this account"
        options={VISIBILITIES}
        value={visibility}
        onValueChange={setVisibility}
        help="The owner always sees who opened which conversations."
      />
    </FormDialog>
  );
}

export function SendAsDialog(props: AccountDialogProps) {
  const { account, acts, onClose } = props;
  const [name, setName] = useState(account.sendAs?.name ?? '');
  const [address, setAddress] = useState(account.sendAs?.address ?? '');
  const { fields = {} } = acts.act.problem ?? {};
  return (
    <FormDialog
      {...props}
      title={`From of ${accountLabel(account)}`}
      description="The provider must know the address as one of this mailbox; it refuses others when an e-mail is sent."
      submitLabel="Save"
      isDisabled={
        name.trim() === (account.sendAs?.name ?? '') &&
        address.trim() === (account.sendAs?.address ?? '')
      }
      onSubmit={async () => {
        if (await acts.sendAs(name.trim() || null, address.trim() || null)) onClose();
      }}
    >
      <Field label="Name" name="name" isOptional error={fields.name}>
        <Input
          value={name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        label="Address"
        name="address"
        isOptional
        help="An alias of this mailbox. Empty is its own address."
        error={fields.address}
      >
        <Input
          value={address}
          inputMode="email"
          autoComplete="off"
          placeholder={account.handle ?? undefined}
          onChange={(event) => setAddress(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

export function OwnerDialog({
  members,
  ...props
}: AccountDialogProps & { members: readonly { memberId: string; name: string }[] }) {
  const { account, acts, onClose } = props;
  const [memberId, setMemberId] = useState(account.owner?.memberId ?? null);
  return (
    <FormDialog
      {...props}
      title={
        account.owner ? `Owner of ${accountLabel(account)}` : `Assign ${accountLabel(account)}`
      }
      description="The owner reads and answers its messages and gets the reconnect e-mails. After a change of owner it is private until the new owner shares it."
      submitLabel={account.owner ? 'Change owner' : 'Assign'}
      isDisabled={memberId === null || memberId === account.owner?.memberId}
      onSubmit={async () => {
        if (memberId && (await acts.giveTo(memberId))) onClose();
      }}
    >
      <Field label="Owner" isButtonControl>
        <Select
          options={members.map((member) => ({ value: member.memberId, label: member.name }))}
          value={memberId}
          onValueChange={setMemberId}
          placeholder="Choose a person"
        />
      </Field>
    </FormDialog>
  );
}

interface FormDialogProps extends AccountDialogProps {
  title: string;
  description?: string;
  submitLabel: string;
  isDisabled: boolean;
  onSubmit: () => Promise<void>;
  children: ReactNode;
}

/** A short form in a dialog that stays open, with the reason, while the act has not succeeded. */
function FormDialog({
  acts,
  isOpen,
  onClose,
  title,
  description,
  submitLabel,
  isDisabled,
  onSubmit,
  children,
}: FormDialogProps) {
  const formId = useId();
  const { problem, isPending } = acts.act;
  const isFieldProblem = problem !== null && Object.keys(problem.fields).length > 0;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isDisabled && !isPending) void onSubmit();
  }
  return (
    <Dialog
      title={title}
      description={description}
      size="sm"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={isDisabled}
            isPending={isPending}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {children}
        {problem && !isFieldProblem && <InlineNotice tone="bad">{problem.message}</InlineNotice>}
      </form>
    </Dialog>
  );
}
