'use client';

import { InboxView, type InboxViewProps } from './inbox-view';
import { ThreadPane } from './thread-pane';

/** The inbox of a page that begins with a conversation, so that the server draws that too. */
export function ConversationView({ facts }: Pick<InboxViewProps, 'facts'>) {
  return <InboxView facts={facts} thread={ThreadPane} />;
}
