import { newId } from '@/lib/core/ids';
import { ACCOUNT_ACTIONS } from './account-actions-table';
import {
  type ActionRow,
  account,
  EVERYBODY,
  HOLDER_AND_MANAGERS,
  HOLDER_ONLY,
  LEADS,
  MANAGERS,
  outcomes,
  triage,
} from './action-rows';
import { CONNECTION_ACTIONS } from './connection-actions-table';
import { EXTENSION_ACTIONS } from './extension-actions-table';
import { INVITATION_ACTIONS } from './invitation-actions-table';
import { PEOPLE_ACTIONS } from './people-actions-table';
import { SIGN_IN_ACTIONS } from './sign-in-actions-table';

/**
 * Every Server Action × who may. An action of the build without a row here, or a row without an
 * action, fails the suite (Z1).
 */
export const ACTIONS: Record<string, ActionRow> = {
  ...ACCOUNT_ACTIONS,
  'lib/connect/actions.ts#startConnectAction': {
    target: 'gateway',
    input: (gatewayId) => ({ gatewayId, providers: ['LINKEDIN'] }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  'lib/connect/actions.ts#startReconnectAction': account(HOLDER_AND_MANAGERS),
  'lib/connect/actions.ts#expectConfirmationAction': {
    target: 'request',
    input: (requestId) => ({ requestId }),
    own: HOLDER_ONLY,
  },
  ...CONNECTION_ACTIONS,
  ...EXTENSION_ACTIONS,
  ...INVITATION_ACTIONS,
  ...SIGN_IN_ACTIONS,
  'lib/labels/actions.ts#createLabelAction': {
    target: 'none',
    input: () => ({ name: `Label ${newId().slice(-12)}`, colour: 'teal' }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  'lib/labels/actions.ts#changeLabelAction': {
    target: 'label',
    input: (labelId) => ({ labelId, name: `Label ${newId().slice(-12)}`, colour: 'red' }),
    own: LEADS,
  },
  'lib/labels/actions.ts#deleteLabelAction': {
    target: 'label',
    input: (labelId) => ({ labelId }),
    own: LEADS,
  },
  'lib/invitation-imports/actions.ts#addImportAction': {
    target: 'none',
    input: () => ({ fileName: 'people.csv', text: 'profile\nno profile!', accountId: null }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  'lib/invitation-imports/actions.ts#planImportAction': {
    target: 'import',
    input: (importId) => ({ importId }),
    own: HOLDER_ONLY,
  },
  'lib/invitation-imports/actions.ts#stopImportAction': {
    target: 'import',
    input: (importId) => ({ importId }),
    own: HOLDER_ONLY,
  },
  ...PEOPLE_ACTIONS,
  'lib/preferences/actions.ts#changePreferencesAction': {
    target: 'none',
    input: () => ({ density: 'compact' }),
    own: EVERYBODY,
  },
  'lib/reminders/actions.ts#remindOwnersAction': {
    target: 'account',
    input: (id) => ({ accountIds: [id] }),
    own: outcomes('ok', 'ok', 'ok', 'forbidden', 'forbidden'),
    // Each account answers for itself: the answer as a whole is a list with "not found" in it.
    elsewhere: { owner: 'ok', admin: 'ok', lead: 'ok' },
  },
  'lib/saved-views/actions.ts#saveViewAction': {
    target: 'none',
    input: () => ({
      name: `View ${newId().slice(-12)}`,
      filter: {
        view: 'all',
        accountId: null,
        provider: null,
        labelId: null,
        assignee: 'nobody',
        isUnread: true,
        isStarred: false,
      },
      isShared: true,
    }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
  },
  // The view is `member`'s and shared.
  'lib/saved-views/actions.ts#changeViewAction': {
    target: 'sharedView',
    input: (viewId) => ({ viewId, name: `View ${newId().slice(-12)}`, isShared: true }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
    elsewhere: { viewer: 'not_found' },
  },
  'lib/saved-views/actions.ts#deleteViewAction': {
    target: 'sharedView',
    input: (viewId) => ({ viewId }),
    own: outcomes('ok', 'ok', 'ok', 'ok', 'forbidden'),
    elsewhere: { viewer: 'not_found' },
  },
  'lib/team/actions.ts#inviteMemberAction': {
    target: 'none',
    input: () => ({ email: `new-${newId()}@example.com`, role: 'member' }),
    own: MANAGERS,
  },
  'lib/team/actions.ts#resendInvitationAction': {
    target: 'invitation',
    input: (invitationId) => ({ invitationId }),
    own: MANAGERS,
  },
  'lib/team/actions.ts#revokeInvitationAction': {
    target: 'invitation',
    input: (invitationId) => ({ invitationId }),
    own: MANAGERS,
  },
  'lib/team/actions.ts#changeRoleAction': {
    target: 'colleague',
    input: (memberId) => ({ memberId, role: 'viewer' }),
    own: MANAGERS,
  },
  'lib/team/actions.ts#removeMemberAction': {
    target: 'colleague',
    input: (memberId) => ({ memberId }),
    own: MANAGERS,
  },
  'lib/team/actions.ts#changeNameAction': {
    target: 'none',
    input: () => ({ name: 'Another name' }),
    own: EVERYBODY,
  },
  'lib/team/actions.ts#changePasswordAction': {
    target: 'none',
    // These people have signed in without one so far.
    input: () => ({ currentPassword: '', newPassword: 'a long new password' }),
    own: EVERYBODY,
  },
  'lib/team/actions.ts#revokeSessionAction': {
    target: 'session',
    input: (sessionId) => ({ sessionId }),
    own: EVERYBODY,
  },
  'lib/team/actions.ts#revokeOtherSessionsAction': {
    target: 'none',
    input: () => ({}),
    own: EVERYBODY,
  },
  'lib/webhooks/actions.ts#replayWebhookEventAction': {
    target: 'event',
    input: (eventId) => ({ eventId }),
    own: MANAGERS,
  },
  'lib/workspace-settings/actions.ts#allowTrackingAction': {
    target: 'none',
    input: () => ({ isTrackingAllowed: true }),
    own: MANAGERS,
  },
  'lib/inbox/actions.ts#sendReplyAction': {
    target: 'conversation',
    input: (conversationId) => ({ conversationId, clientId: newId(), text: 'Hello' }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#undoSendAction': {
    target: 'heldSend',
    input: (sendId) => ({ sendId }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#rescheduleSendAction': {
    target: 'scheduledSend',
    // Null means at once.
    input: (sendId) => ({ sendId, sendAt: null }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#retrySendAction': {
    target: 'send',
    input: (sendId) => ({ sendId }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#discardSendAction': {
    target: 'send',
    input: (sendId) => ({ sendId }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#checkSendAction': {
    target: 'send',
    input: (sendId) => ({ sendId }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#reactAction': {
    target: 'message',
    input: (messageId) => ({ messageId, value: '👍' }),
    // This message stands in our rows only: the API, when asked, knows none to react to.
    own: outcomes('not_found', 'not_found', 'not_found', 'conflict', 'not_found'),
  },
  'lib/emails/actions.ts#trustImagesAction': {
    target: 'email',
    input: (messageId) => ({ messageId }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#startConversationAction': {
    target: 'account',
    input: (accountId) => ({
      accountId,
      clientId: newId(),
      recipients: [{ providerUserId: 'ACoAAnobody', name: null }],
      text: 'Hello',
      title: null,
      inmailApi: null,
      subject: null,
    }),
    own: HOLDER_ONLY,
  },
  'lib/inbox/actions.ts#lookUpRecipientAction': {
    // Names nobody, so that the provider is not asked.
    ...account(HOLDER_ONLY, { text: 'https://example.com', linkedinApi: 'classic' }),
    // Asks; nothing of the workspace changes.
    audits: 0,
  },
  'lib/inbox/actions.ts#markReadAction': {
    target: 'conversation',
    input: (conversationId) => ({ conversationId }),
    own: HOLDER_ONLY,
    // Nothing in it is unread, so nothing is done.
    audits: 0,
  },
  'lib/triage/actions.ts#setPlaceAction': triage({ place: 'done' }),
  'lib/triage/actions.ts#snoozeAction': triage({ until: '2100-01-01T09:00:00.000Z' }),
  'lib/triage/actions.ts#setUnreadAction': triage({ isUnread: true }),
  'lib/triage/actions.ts#setStarredAction': triage({ isStarred: true }),
  'lib/triage/actions.ts#setMutedAction': triage({ isMuted: true }),
  'lib/triage/actions.ts#assignAction': {
    ...triage({ memberId: null }),
    // Nobody has it, so nothing is done.
    audits: 0,
  },
  'lib/triage/actions.ts#setLabelAction': {
    // No label has this id; that is said only to whoever may sort the conversation.
    ...triage({ labelId: newId(), isOn: true }),
    own: outcomes('not_found', 'not_found', 'not_found', 'not_found', 'not_found'),
  },
  'lib/triage/actions.ts#undoAction': {
    target: 'conversation',
    input: (conversationId) => ({
      changes: [{ conversationId, before: { isStarred: true }, after: { isStarred: false } }],
    }),
    own: HOLDER_ONLY,
  },
  'lib/notes/actions.ts#writeNoteAction': {
    target: 'conversation',
    input: (conversationId) => ({ conversationId, clientId: newId(), text: 'Ask Omar first.' }),
    own: HOLDER_ONLY,
  },
  'lib/notes/actions.ts#editNoteAction': {
    target: 'note',
    input: (noteId) => ({ noteId, text: 'Ask Omar first.' }),
    own: HOLDER_ONLY,
  },
  'lib/notes/actions.ts#deleteNoteAction': {
    target: 'note',
    input: (noteId) => ({ noteId }),
    own: HOLDER_ONLY,
  },
  'lib/notes/actions.ts#restoreNoteAction': {
    target: 'note',
    input: (noteId) => ({ noteId }),
    own: HOLDER_ONLY,
    // It is not deleted, so nothing is done.
    audits: 0,
  },
  'lib/notes/actions.ts#seeMentionsAction': {
    target: 'conversation',
    input: (conversationId) => ({ conversationId }),
    own: HOLDER_ONLY,
    // Nothing in it names anybody, so nothing is done.
    audits: 0,
  },
  'lib/uploads/actions.ts#removeFileAction': {
    target: 'upload',
    input: (fileId) => ({ fileId }),
    own: HOLDER_ONLY,
  },
  'lib/presence/actions.ts#setPresenceAction': {
    target: 'conversation',
    input: (conversationId) => ({ conversationId, kind: 'viewing' }),
    own: HOLDER_ONLY,
    // Gone within a minute: nothing of it is worth a line.
    audits: 0,
  },
};
