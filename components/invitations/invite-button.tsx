'use client';

import { UserPlus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { PaceCard } from '@/lib/invitations/types';
import { useInvite } from './invite-context';

type InviteButtonProps = { accountId: string | null; cards: readonly PaceCard[] };

/** For whoever may send from an account at all. */
export function InviteButton({ accountId, cards }: InviteButtonProps) {
  const { open } = useInvite();
  const mine = cards.filter(({ canChange }) => canChange);
  if (mine.length === 0) return null;
  const chosen = mine.find((card) => card.accountId === accountId) ?? mine[0];
  const only = mine.length === 1 || accountId !== null ? (chosen?.accountId ?? null) : null;
  return (
    <Button
      variant="primary"
      icon={<UserPlus />}
      onClick={() => open({ accountId: only, person: null, note: '', isEmailAsked: false })}
    >
      Invite
    </Button>
  );
}
