'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { shownLater } from '@/components/ui/later';
import type { Invitee, PaceCard } from '@/lib/invitations/types';

const InviteDialog = shownLater(() =>
  import('./invite-dialog').then((module) => module.InviteDialog),
);

/** What the dialog begins with. */
export type InviteStart = {
  accountId: string | null;
  person: Invitee | null;
  note: string;
  /** LinkedIn wants the person's address. */
  isEmailAsked: boolean;
};

type Invite = { open: (start: InviteStart) => void };

const InviteContext = createContext<Invite | null>(null);

/** Inviting somebody: the dialog, for all who open it. Closed and opened again it still holds what was typed. */
export function InviteProvider({
  cards,
  children,
}: {
  cards: readonly PaceCard[];
  children: ReactNode;
}) {
  // Null until it is asked for. The number makes another start another dialog.
  const [dialog, setDialog] = useState<{ start: InviteStart; count: number } | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const invite = useMemo<Invite>(
    () => ({
      open: (start) => {
        setDialog((last) =>
          last && start.person === null && last.start.person === null
            ? last
            : { start, count: (last?.count ?? 0) + 1 },
        );
        setIsOpen(true);
      },
    }),
    [],
  );
  return (
    <InviteContext value={invite}>
      {children}
      {dialog && (
        <InviteDialog
          key={dialog.count}
          start={dialog.start}
          cards={cards}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          onPlanned={() => setDialog(null)}
        />
      )}
    </InviteContext>
  );
}

export function useInvite(): Invite {
  const invite = useContext(InviteContext);
  if (!invite) throw new Error('This part stands outside its InviteProvider.');
  return invite;
}
