'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemText } from '@/components/shell/problem-text';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toast';
import { settleInvitationAction } from '@/lib/invitations/actions';
import type { InvitationRow } from '@/lib/invitations/types';

const DONE = { accept: 'accepted', refuse: 'refused', withdraw: 'taken back' } as const;
type How = keyof typeof DONE;

/** What can be done to one invitation. Accepting is done at once; what cannot be undone is asked about. */
export function InvitationActs({ item, name }: { item: InvitationRow; name: string }) {
  const client = useQueryClient();
  const toast = useToast();
  const act = useAct();
  const [asked, setAsked] = useState<How | null>(null);

  async function settle(how: How) {
    const answer = await act.run(() => settleInvitationAction({ invitationId: item.id, how }));
    if (answer) {
      const isGone = answer.data.state === 'gone';
      const words = isGone ? 'answered or taken back elsewhere' : DONE[how];
      toast.show({ title: `${name}: ${words}` });
      setAsked(null);
    }
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  return (
    <div className="flex flex-wrap items-center gap-1 md:justify-end">
      {item.direction === 'received' ? (
        <>
          <Button
            size={28}
            aria-label={`Accept ${name}`}
            isPending={act.isPending && asked === null}
            onClick={() => void settle('accept')}
          >
            Accept
          </Button>
          <Button
            size={28}
            variant="ghost"
            aria-label={`Refuse ${name}`}
            disabled={act.isPending}
            onClick={() => setAsked('refuse')}
          >
            Refuse
          </Button>
        </>
      ) : (
        <Button
          size={28}
          variant="ghost"
          aria-label={`Withdraw the invitation to ${name}`}
          onClick={() => setAsked('withdraw')}
        >
          Withdraw
        </Button>
      )}
      {act.problem && asked === null && (
        <div
          role="alert"
          className="basis-full text-meta text-bad md:ms-auto md:max-w-80 md:text-end"
        >
          <ProblemText problem={act.problem} />
        </div>
      )}
      <AlertDialog
        title={asked === 'withdraw' ? `Withdraw the invitation to ${name}?` : `Refuse ${name}?`}
        description={
          asked === 'withdraw'
            ? 'LinkedIn lets nobody invite the same person again for about three weeks.'
            : 'They are not told. You could connect later by inviting them.'
        }
        confirmLabel={asked === 'withdraw' ? 'Withdraw' : 'Refuse'}
        isOpen={asked !== null}
        onOpenChange={(isOpen) => {
          if (isOpen) return;
          setAsked(null);
          act.forget();
        }}
        isPending={act.isPending}
        error={act.problem && <ProblemText problem={act.problem} />}
        onConfirm={() => asked && void settle(asked)}
      />
    </div>
  );
}
