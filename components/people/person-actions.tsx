'use client';

import { useQuery } from '@tanstack/react-query';
import { MessageSquare, UserPlus } from 'lucide-react';
import { InviteProvider, useInvite } from '@/components/invitations/invite-context';
import { Button, LinkButton } from '@/components/ui/button';
import { pacesOptions } from '@/lib/invitations/options';
import type { Invitee, PaceCard } from '@/lib/invitations/types';
import type { PersonDetail } from '@/lib/people/types';
import { MergeButton } from './merge-dialog';
import { PersonMenu } from './person-menu';

type PersonActionsProps = { person: PersonDetail; onErasing: (isErasing: boolean) => void };

/** What can be done with a person: go on with the latest conversation, invite, merge. */
export function PersonActions({ person, onErasing }: PersonActionsProps) {
  const paces = useQuery({ ...pacesOptions(), enabled: person.invitee !== null });
  const cards = paces.data?.cards ?? [];
  const latest = person.channels
    .flatMap(({ accounts }) => accounts)
    .filter(({ conversationId }) => conversationId !== null)
    .toSorted((one, other) => (other.lastAt ?? '').localeCompare(one.lastAt ?? ''))[0];
  return (
    <>
      {latest && (
        <LinkButton
          href={`/inbox/${latest.conversationId}`}
          title={`The latest conversation, through ${latest.accountName}`}
          icon={<MessageSquare />}
        >
          Message
        </LinkButton>
      )}
      {person.invitee && (
        <InviteProvider cards={cards}>
          <Invite invitee={person.invitee} cards={cards} />
        </InviteProvider>
      )}
      {person.canMerge && <MergeButton person={person} />}
      <PersonMenu person={person} onErasing={onErasing} />
    </>
  );
}

function Invite({ invitee, cards }: { invitee: Invitee; cards: readonly PaceCard[] }) {
  const { open } = useInvite();
  const mine = cards.filter(({ canChange }) => canChange);
  if (mine.length === 0) return null;
  const accountId = mine.length === 1 ? (mine[0]?.accountId ?? null) : null;
  return (
    <Button
      icon={<UserPlus />}
      onClick={() => open({ accountId, person: invitee, note: '', isEmailAsked: false })}
    >
      Invite…
    </Button>
  );
}
