'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Act, useAct } from '@/components/shell/use-act';
import { useToast } from '@/components/ui/toast';
import { settleInvitationAction } from '@/lib/invitations/actions';
import type { InvitationRow } from '@/lib/invitations/types';
import { nameOf } from './invited-person';

const DONE = { accept: 'accepted', refuse: 'refused', withdraw: 'taken back' } as const;
type How = keyof typeof DONE;

export interface Settling {
  item: InvitationRow;
  act: Act;
  /** What the person is asked about before it is done. */
  asked: 'refuse' | 'withdraw' | 'greet' | null;
  ask: (what: Settling['asked']) => void;
  settle: (how: How) => Promise<void>;
}

/** What can be done to one invitation. Accepting is done at once; what cannot be undone is asked about. */
export function useSettling(item: InvitationRow): Settling {
  const client = useQueryClient();
  const toast = useToast();
  const act = useAct();
  const [asked, setAsked] = useState<Settling['asked']>(null);

  async function settle(how: How) {
    const answer = await act.run(() => settleInvitationAction({ invitationId: item.id, how }));
    if (answer) {
      const isGone = answer.data.state === 'gone';
      const words = isGone ? 'answered or taken back elsewhere' : DONE[how];
      toast.show({ title: `${nameOf(item)}: ${words}` });
      setAsked(null);
    }
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  function ask(what: Settling['asked']) {
    setAsked(what);
    if (what === null) act.forget();
  }

  return { item, act, asked, ask, settle };
}
