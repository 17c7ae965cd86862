'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { HandOver } from '@/components/team/hand-over';
import { InvitationList } from '@/components/team/invitation-list';
import { InviteDialog } from '@/components/team/invite-dialog';
import { MemberRow } from '@/components/team/member-row';
import { counted } from '@/components/ui/counted';
import { RowList } from '@/components/ui/row';
import { SkeletonRows } from '@/components/ui/skeleton';
import { teamOptions } from '@/lib/team/options';
import { ROLES } from '@/lib/team/rules';

/** Who is in the workspace and what they may do; owner and admin change it here. */
export function MembersView() {
  const query = useQuery(teamOptions());
  const team = query.data;
  return (
    <Page
      title="Members and roles"
      description={
        team && !team.canManage
          ? 'Owners and admins of the workspace invite people and change roles.'
          : undefined
      }
      actions={team?.canManage && <InviteDialog ownRole={team.yourRole} />}
    >
      {query.isError && (
        <LoadError
          query={query}
          title="The members could not be loaded"
          isOldShown={team !== undefined}
        />
      )}
      {query.isPending && <SkeletonRows count={4} label="Loading members" height={72} />}
      {team && (
        <>
          <section aria-labelledby="members-title" className="flex flex-col gap-2">
            <h2 id="members-title" className="text-h3">
              {counted(team.members.length, 'member', 'members')}
            </h2>
            <RowList label="Members">
              {team.members.map((member) => (
                <MemberRow key={member.id} member={member} ownRole={team.yourRole} />
              ))}
            </RowList>
          </section>
          {team.canManage && <InvitationList invitations={team.invitations} />}
          <HandOver accounts={team.accountsToHandOver} />
          <RoleTable />
        </>
      )}
    </Page>
  );
}

function RoleTable() {
  return (
    <section aria-labelledby="roles-title" className="flex flex-col gap-2">
      <h2 id="roles-title" className="text-h3">
        What each role may do
      </h2>
      <dl className="grid gap-x-6 gap-y-1 text-ui sm:grid-cols-[6rem_1fr]">
        {ROLES.map(({ role, name, help }) => (
          <div key={role} className="sm:contents">
            <dt className="font-medium">{name}</dt>
            <dd className="text-fg-2 max-sm:pb-2">{help}</dd>
          </div>
        ))}
      </dl>
      <p className="max-w-[72ch] text-ui text-fg-3">
        Nobody, whatever the role, reads the messages of an account that its owner keeps private.
      </p>
    </section>
  );
}
