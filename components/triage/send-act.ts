import type { Result } from '@/lib/core/result';
import {
  assignAction,
  setLabelAction,
  setMutedAction,
  setPlaceAction,
  setStarredAction,
  setUnreadAction,
  snoozeAction,
} from '@/lib/triage/actions';
import type { TriageResult } from '@/lib/triage/types';
import type { TriageAct } from './acts';

const UNREACHABLE = 'Switchboard cannot be reached. Nothing was changed.';

/** Asks the server to do it. What went wrong comes as a sentence, also when nobody answered. */
export async function sendAct(
  act: TriageAct,
  conversationIds: string[],
): Promise<Result<TriageResult> | { ok: false; problem: { message: string } }> {
  try {
    return await post(act, conversationIds);
  } catch {
    return { ok: false, problem: { message: UNREACHABLE } };
  }
}

function post(act: TriageAct, conversationIds: string[]): Promise<Result<TriageResult>> {
  switch (act.kind) {
    case 'place':
      return setPlaceAction({
        conversationIds,
        place: act.place,
        filedTo: act.filedTo ?? null,
      });
    case 'snooze':
      return snoozeAction({ conversationIds, until: act.until });
    case 'unread':
      return setUnreadAction({ conversationIds, isUnread: act.isUnread });
    case 'star':
      return setStarredAction({ conversationIds, isStarred: act.isStarred });
    case 'mute':
      return setMutedAction({ conversationIds, isMuted: act.isMuted });
    case 'assign':
      return assignAction({ conversationIds, memberId: act.assignee?.memberId ?? null });
    case 'label':
      return setLabelAction({ conversationIds, labelId: act.label.id, isOn: act.isOn });
  }
}
