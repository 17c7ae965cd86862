'use client';

import { useQueryClient } from '@tanstack/react-query';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { type Act, useAct } from '@/components/shell/use-act';
import { lostWords } from '@/components/triage/lost-words';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { counted } from '@/components/ui/counted';
import { IconButton } from '@/components/ui/icon-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Row } from '@/components/ui/row';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { Role } from '@/lib/auth/scope';
import { changeRoleAction, removeMemberAction } from '@/lib/team/actions';
import { teamKeys } from '@/lib/team/options';
import { assignableRoles, mayManageMember, roleName } from '@/lib/team/rules';
import type { TeamMember } from '@/lib/team/types';

interface MemberRowProps {
  member: TeamMember;
  ownRole: Role;
}

export function MemberRow({ member, ownRole }: MemberRowProps) {
  const act = useAct();
  return (
    <Row
      leading={<Avatar name={member.name} size={32} />}
      title={
        <span className="inline-flex max-w-full items-center gap-2">
          <bdi className="truncate">{member.name}</bdi>
          {member.isYou && <Badge>You</Badge>}
        </span>
      }
      titleText={member.name}
      subtitle={
        act.problem ? (
          <span role="alert" className="whitespace-normal text-bad">
            {act.problem.message}
          </span>
        ) : (
          member.email
        )
      }
      meta={
        <>
          <span className="text-meta text-fg-3 sm:w-20">
            {counted(member.accountCount, 'account', 'accounts')}
          </span>
          <span className="text-meta text-fg-3 sm:w-28">
            {member.lastSeenAt ? (
              <>
                Seen <RelativeTime date={member.lastSeenAt} />
              </>
            ) : (
              'Never signed in'
            )}
          </span>
          <RoleChoice member={member} ownRole={ownRole} act={act} />
        </>
      }
      trailing={
        <span className="inline-flex w-8 justify-center">
          {!member.isYou && mayManageMember(ownRole, member.role) && (
            <RemoveMember member={member} />
          )}
        </span>
      }
    />
  );
}

function RoleChoice({ member, ownRole, act }: MemberRowProps & { act: Act }) {
  const client = useQueryClient();
  const toast = useToast();
  const [ownChoice, setOwnChoice] = useState<Role | null>(null);
  const roles = assignableRoles(ownRole, member.role);
  if (roles.length === 0)
    return (
      <span className="w-32 text-ui max-sm:ms-auto max-sm:w-auto">{roleName(member.role)}</span>
    );

  const change = async (role: Role) => {
    const done = await act.run(() => changeRoleAction({ memberId: member.id, role }));
    setOwnChoice(null);
    if (done) {
      const title = `${member.name} is now ${roleName(role)}`;
      toast.show({ title, description: lostWords(done.data.unassignedCount), tone: 'ok' });
    }
    await client.invalidateQueries({ queryKey: teamKeys.team });
  };
  const choose = (role: Role) => {
    if (role === member.role) return;
    if (member.isYou) setOwnChoice(role);
    else void change(role);
  };
  return (
    <span className="pointer-events-auto w-32 max-sm:ms-auto">
      <Select
        aria-label={`Role of ${member.name}`}
        size={32}
        value={member.role}
        isDisabled={act.isPending}
        onValueChange={choose}
        options={roles.map((role) => ({ value: role, label: roleName(role) }))}
      />
      <AlertDialog
        title={`Make yourself ${roleName(ownChoice ?? member.role)}?`}
        description="You lose rights that you cannot give back to yourself; another owner or admin has to."
        confirmLabel="Change my role"
        isOpen={ownChoice !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setOwnChoice(null);
        }}
        isPending={act.isPending}
        onConfirm={() => {
          if (ownChoice) void change(ownChoice);
        }}
      />
    </span>
  );
}

function RemoveMember({ member }: { member: TeamMember }) {
  const act = useAct();
  const client = useQueryClient();
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    const done = await act.run(() => removeMemberAction({ memberId: member.id }));
    if (!done) return;
    setIsOpen(false);
    const description = lostWords(done.data.unassignedCount);
    toast.show({ title: `${member.name} was removed`, description, tone: 'ok' });
    await client.invalidateQueries({ queryKey: teamKeys.team });
  };
  return (
    <AlertDialog
      title={
        <>
          Remove <bdi>{member.name}</bdi>?
        </>
      }
      description={`They are signed out everywhere at once. ${accountsStay(member)} What was assigned to them is unassigned. Their name stays in the history.`}
      confirmLabel="Remove"
      isOpen={isOpen}
      onOpenChange={(next) => {
        act.forget();
        setIsOpen(next);
      }}
      isPending={act.isPending}
      error={act.problem?.message}
      onConfirm={() => void remove()}
      trigger={<IconButton label={`Remove ${member.name}`} icon={<UserMinus />} />}
    />
  );
}

function accountsStay({ accountCount }: TeamMember): string {
  if (accountCount === 0) return 'They have no connected account.';
  const accounts = accountCount === 1 ? 'connected account keeps' : `${accountCount} accounts keep`;
  return `Their ${accounts} running and are listed below for you to hand over.`;
}
