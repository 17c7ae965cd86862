'use client';

import { useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { FormProblem } from '@/components/auth/form-problem';
import { useAct } from '@/components/shell/use-act';
import { mailSentence } from '@/components/team/mail-sentence';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { Role } from '@/lib/auth/scope';
import { inviteMemberAction } from '@/lib/team/actions';
import { teamKeys } from '@/lib/team/options';
import { INVITATION_DAYS, invitableRoles, ROLES } from '@/lib/team/rules';
import type { InvitedRole } from '@/lib/team/types';

export function InviteDialog({ ownRole }: { ownRole: Role }) {
  const [isOpen, setIsOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<InvitedRole>('member');
  const act = useAct();
  const client = useQueryClient();
  const toast = useToast();
  const formId = useId();
  const allowed = invitableRoles(ownRole);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await act.run(() => inviteMemberAction({ email, role }));
    if (!done) return;
    setIsOpen(false);
    setEmail('');
    toast.show(mailSentence(done.data.mail, email.trim()));
    await client.invalidateQueries({ queryKey: teamKeys.team });
  };

  return (
    <Dialog
      title="Invite a member"
      description={`They get an e-mail with a link that works once, for ${INVITATION_DAYS} days.`}
      size="sm"
      isOpen={isOpen}
      onOpenChange={(next) => {
        act.forget();
        setIsOpen(next);
      }}
      trigger={
        <Button variant="primary" icon={<UserPlus />}>
          Invite
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isPending={act.isPending}>
            Send invitation
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormProblem problem={act.problem} />
        <Field label="E-mail" name="email" error={act.problem?.fields.email}>
          <Input
            type="email"
            name="email"
            value={email}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Role" isButtonControl help="It can be changed later.">
          <Select
            value={role}
            onValueChange={setRole}
            options={ROLES.flatMap(({ role: value, name, help }) =>
              value !== 'owner' && allowed.includes(value) ? [{ value, label: name, help }] : [],
            )}
          />
        </Field>
      </form>
    </Dialog>
  );
}
