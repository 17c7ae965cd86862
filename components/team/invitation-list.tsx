'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useAct } from '@/components/shell/use-act';
import { mailSentence } from '@/components/team/mail-sentence';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Row, RowList } from '@/components/ui/row';
import { useToast } from '@/components/ui/toast';
import { resendInvitationAction, revokeInvitationAction } from '@/lib/team/actions';
import { teamKeys } from '@/lib/team/options';
import { roleName } from '@/lib/team/rules';
import type { OpenInvitation } from '@/lib/team/types';

/** Invitations that nobody has accepted yet. */
export function InvitationList({ invitations }: { invitations: readonly OpenInvitation[] }) {
  return (
    <section aria-labelledby="invitations-title" className="flex flex-col gap-2">
      <h2 id="invitations-title" className="text-h3">
        Open invitations
      </h2>
      {invitations.length === 0 ? (
        <p className="text-ui text-fg-3">Nobody is invited at the moment.</p>
      ) : (
        <RowList label="Open invitations">
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </RowList>
      )}
    </section>
  );
}

function InvitationRow({ invitation }: { invitation: OpenInvitation }) {
  const resend = useAct();
  const revoke = useAct();
  const client = useQueryClient();
  const toast = useToast();
  const { id: invitationId, email } = invitation;
  const problem = resend.problem ?? revoke.problem;
  const refresh = () => client.invalidateQueries({ queryKey: teamKeys.team });
  const sendAgain = async () => {
    const done = await resend.run(() => resendInvitationAction({ invitationId }));
    if (done) toast.show(mailSentence(done.data.mail, email));
    await refresh();
  };
  const withdraw = async () => {
    const done = await revoke.run(() => revokeInvitationAction({ invitationId }));
    if (done) toast.show({ title: `The invitation of ${email} was withdrawn`, tone: 'ok' });
    await refresh();
  };
  return (
    <Row
      leading={<Mail className="text-fg-3" aria-hidden="true" />}
      title={email}
      titleText={email}
      subtitle={
        problem ? (
          <span role="alert" className="whitespace-normal text-bad">
            {problem.message}
          </span>
        ) : (
          <>
            {roleName(invitation.role)} · invited by <bdi>{invitation.invitedBy}</bdi>
          </>
        )
      }
      meta={
        invitation.isExpired ? (
          <Badge tone="warn">Has run out</Badge>
        ) : (
          <span className="text-meta text-fg-3">
            Valid until <RelativeTime date={invitation.expiresAt} format="absolute" />
          </span>
        )
      }
      trailing={
        <>
          <Button
            size={28}
            onClick={() => void sendAgain()}
            isPending={resend.isPending}
            aria-label={`Send the invitation of ${email} again`}
          >
            Send again
          </Button>
          <Button
            size={28}
            variant="ghost"
            onClick={() => void withdraw()}
            isPending={revoke.isPending}
            aria-label={`Withdraw the invitation of ${email}`}
          >
            Withdraw
          </Button>
        </>
      }
    />
  );
}
