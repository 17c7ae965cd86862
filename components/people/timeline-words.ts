import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { TimelineEntry } from '@/lib/people/types';

const STATES: Record<NonNullable<TimelineEntry['state']>, string> = {
  open: 'waits for an answer',
  accepted: 'accepted',
  refused: 'refused',
  withdrawn: 'withdrawn',
  // The provider's list does not say how one ended.
  gone: 'waits no more',
  planned: 'planned',
  failed: 'not sent',
  unknown: 'perhaps sent',
};

/** The first line of an entry. */
export function titleOf({
  kind,
  provider,
  groupName,
  subject,
  isOurs,
  state,
}: TimelineEntry): string {
  switch (kind) {
    case 'chat':
      return groupName ?? `${PROVIDER_NAMES[provider]} chat`;
    case 'email':
      return subject?.trim() || 'No subject';
    case 'note':
      return 'Note of the team';
    case 'invitation':
      if (state === 'planned' || state === 'failed' || state === 'unknown') {
        return `Invitation ${STATES[state]}`;
      }
      return `Invitation ${isOurs ? 'sent' : 'received'}${state ? `, ${STATES[state]}` : ''}`;
  }
}

/** Where its thread opens: at the message itself. */
export function hrefOf({ id, conversationId }: TimelineEntry): string {
  return `/inbox/${conversationId}?at=${id}`;
}
