'use client';

import { ProblemText } from '@/components/shell/problem-text';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { shownLater } from '@/components/ui/later';
import { AssignMenu } from './assign-menu';
import { nameOf } from './invited-person';
import type { Settling } from './use-settling';

const GreetDialog = shownLater(() => import('./greet-dialog').then((module) => module.GreetDialog));

/** The buttons of one invitation, and why the last press failed. */
export function InvitationActs({ settling }: { settling: Settling }) {
  const { item, act, asked, ask, settle } = settling;
  const name = nameOf(item);
  return (
    <div className="flex flex-col items-start gap-1 md:items-end">
      <div className="flex flex-wrap items-center gap-1 md:flex-nowrap">
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
              aria-label={`Say hello to ${name} and accept`}
              disabled={act.isPending}
              onClick={() => ask('greet')}
            >
              Say hello…
            </Button>
            <Button
              size={28}
              variant="ghost"
              aria-label={`Refuse ${name}`}
              disabled={act.isPending}
              onClick={() => ask('refuse')}
            >
              Refuse
            </Button>
            <AssignMenu item={item} act={act} />
          </>
        ) : (
          <Button
            size={28}
            variant="ghost"
            aria-label={`Withdraw the invitation to ${name}`}
            onClick={() => ask('withdraw')}
          >
            Withdraw
          </Button>
        )}
      </div>
      {act.problem && asked === null && (
        <div role="alert" className="text-meta text-bad md:text-end">
          <ProblemText problem={act.problem} />
        </div>
      )}
    </div>
  );
}

/** What is asked before it is done. */
export function SettleDialogs({ settling }: { settling: Settling }) {
  const { item, act, asked, ask, settle } = settling;
  const name = nameOf(item);
  const isAsked = asked === 'refuse' || asked === 'withdraw';
  return (
    <>
      <AlertDialog
        title={asked === 'withdraw' ? `Withdraw the invitation to ${name}?` : `Refuse ${name}?`}
        description={
          asked === 'withdraw'
            ? 'LinkedIn lets nobody invite the same person again for about three weeks.'
            : 'They are not told. You could connect later by inviting them.'
        }
        confirmLabel={asked === 'withdraw' ? 'Withdraw' : 'Refuse'}
        isOpen={isAsked}
        onOpenChange={(isOpen) => !isOpen && ask(null)}
        isPending={act.isPending}
        error={act.problem && <ProblemText problem={act.problem} />}
        onConfirm={() => isAsked && void settle(asked)}
      />
      {asked === 'greet' && <GreetDialog item={item} onClose={() => ask(null)} />}
    </>
  );
}
