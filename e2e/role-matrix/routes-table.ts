import type { Principal, TargetKind } from './world';

type Outcomes = Record<
  Exclude<Principal, 'removed' | 'expired' | 'anonymous' | 'otherOwner'>,
  number
>;

export type RouteRow =
  /** Open to anybody; answers the same to all. */
  | { access: 'public'; path: string; status: readonly number[] }
  /** A page: signed out leads to the sign-in, whatever the id. `shows` tells what is on a refused one. */
  | { access: 'page'; path(id: string): string; target: TargetKind; own: Outcomes }
  /** JSON: signed out is 401, foreign and missing are 404. `isNameless`: a good answer names nothing. */
  | {
      access: 'api';
      path(id: string): string;
      target: TargetKind;
      own: Outcomes;
      isNameless?: true;
      /** Other methods that it answers; what they do has tests of its own. */
      alsoAnswers?: readonly string[];
    };

const statuses = (
  owner: number,
  admin: number,
  lead: number,
  member: number,
  viewer: number,
): Outcomes => ({ owner, admin, lead, member, viewer });

const EVERYBODY = statuses(200, 200, 200, 200, 200);
const LEADS = statuses(200, 200, 200, 403, 403);
const MANAGERS = statuses(200, 200, 403, 403, 403);
/** Status of a private account of `member`. */
const SEES_ACCOUNT = statuses(200, 200, 200, 200, 404);
/** Messages of a private account of `member`: nobody else, whatever the role. */
const READS = statuses(404, 404, 404, 200, 404);

const page = (path: string): Extract<RouteRow, { access: 'page' }> => ({
  access: 'page',
  path: () => path,
  target: 'none',
  own: EVERYBODY,
});
const api = (path: string, own = EVERYBODY): RouteRow => ({
  access: 'api',
  path: () => path,
  target: 'none',
  own,
});

const NOBODYS_ID = '0190a000-0000-7000-8000-000000000000';

/** Every page and route × who may. One of the build without a row here fails the suite (Z1). */
export const ROUTES: Record<string, RouteRow> = {
  '/page': { access: 'public', path: '/', status: [307] },
  '/_not-found/page': { access: 'public', path: '/no/such/page', status: [404] },
  '/_global-error/page': { access: 'public', path: '/_global-error', status: [500] },
  '/icon.svg/route': { access: 'public', path: '/icon.svg', status: [200] },
  '/(auth)/sign-in/page': { access: 'public', path: '/sign-in', status: [200, 307] },
  '/(auth)/sign-in/check-mail/page': {
    access: 'public',
    path: '/sign-in/check-mail',
    status: [200],
  },
  '/(auth)/sign-in/error/page': { access: 'public', path: '/sign-in/error', status: [200] },
  '/(auth)/sign-in/link/page': { access: 'public', path: '/sign-in/link', status: [307] },
  '/invite/[token]/page': { access: 'public', path: '/invite/forged', status: [200] },
  '/reconnect/[token]/page': { access: 'public', path: '/reconnect/forged', status: [200, 404] },
  '/connect/done/page': { access: 'public', path: '/connect/done', status: [200, 307] },
  '/connect/failed/page': { access: 'public', path: '/connect/failed', status: [200, 307] },
  '/api/healthz/route': { access: 'public', path: '/api/healthz', status: [200] },
  '/api/readyz/route': { access: 'public', path: '/api/readyz', status: [200] },
  // POST only; their own tests cover what they accept.
  '/api/auth/[...nextauth]/route': {
    access: 'public',
    path: '/api/auth/session',
    status: [404],
  },
  '/api/auth/link/route': { access: 'public', path: '/api/auth/link', status: [405] },
  '/api/auth/invitation/route': { access: 'public', path: '/api/auth/invitation', status: [405] },
  // Asked with the token of a browser, which no session stands for.
  '/api/extension/session/route': {
    access: 'public',
    path: '/api/extension/session',
    status: [401],
  },
  '/api/hosted-auth/callback/route': {
    access: 'public',
    path: '/api/hosted-auth/callback',
    status: [405],
  },
  '/api/webhooks/[gateway]/route': { access: 'public', path: '/api/webhooks/x', status: [405] },
  '/api/reconnect/[token]/route': {
    access: 'public',
    path: '/api/reconnect/forged',
    status: [405],
  },

  '/(app)/inbox/page': page('/inbox'),
  '/(app)/accounts/page': page('/accounts'),
  '/(app)/accounts/connect/page': page('/accounts/connect'),
  '/(app)/invitations/page': page('/invitations'),
  '/(app)/people/page': page('/people'),
  '/(app)/people/imports/page': page('/people/imports'),
  '/(app)/people/imports/[importId]/page': {
    access: 'page',
    path: (id) => `/people/imports/${id}`,
    target: 'import',
    own: READS,
  },
  '/(app)/people/[personId]/page': {
    access: 'page',
    path: (id) => `/people/${id}`,
    target: 'person',
    own: READS,
  },
  '/(app)/people/of/[conversationId]/page': {
    access: 'page',
    path: (id) => `/people/of/${id}`,
    target: 'conversation',
    own: READS,
  },
  '/(app)/overview/page': page('/overview'),
  '/(app)/overview/incidents/page': page('/overview/incidents'),
  // Whose incidents somebody may see has tests of its own (lib/accounts/incidents).
  '/(app)/overview/incidents/[incidentId]/page': {
    ...page(`/overview/incidents/${NOBODYS_ID}`),
    own: statuses(404, 404, 404, 404, 404),
  },
  '/(app)/settings/page': {
    access: 'page',
    path: () => '/settings',
    target: 'none',
    own: statuses(307, 307, 307, 307, 307),
  },
  '/(app)/settings/connections/page': page('/settings/connections'),
  '/(app)/settings/extension/page': page('/settings/extension'),
  '/(app)/settings/email/page': page('/settings/email'),
  '/(app)/settings/keyboard/page': page('/settings/keyboard'),
  '/(app)/settings/labels/page': page('/settings/labels'),
  '/(app)/settings/privacy/page': page('/settings/privacy'),
  '/(app)/settings/profile/page': page('/settings/profile'),
  '/(app)/settings/sessions/page': page('/settings/sessions'),
  '/(app)/settings/members/page': page('/settings/members'),
  '/(app)/settings/webhooks/page': page('/settings/webhooks'),
  '/(app)/inbox/[conversationId]/page': {
    access: 'page',
    path: (id) => `/inbox/${id}`,
    target: 'conversation',
    own: READS,
  },
  '/(app)/accounts/[accountId]/page': {
    access: 'page',
    path: (id) => `/accounts/${id}`,
    target: 'account',
    own: SEES_ACCOUNT,
  },

  '/api/live/route': { access: 'api', path: () => '/api/live', target: 'none', own: EVERYBODY },
  '/api/accounts/route': api('/api/accounts'),
  '/api/accounts/[accountId]/route': {
    access: 'api',
    path: (id) => `/api/accounts/${id}`,
    target: 'account',
    own: SEES_ACCOUNT,
  },
  '/api/accounts/attempts/[attemptId]/route': {
    access: 'api',
    path: (id) => `/api/accounts/attempts/${id}`,
    target: 'attempt',
    own: READS,
    isNameless: true,
  },
  '/api/accounts/[accountId]/healing/route': {
    access: 'api',
    path: (id) => `/api/accounts/${id}/healing`,
    target: 'account',
    own: SEES_ACCOUNT,
    // What was tried, not for whom.
    isNameless: true,
  },
  '/api/accounts/requests/[requestId]/route': {
    access: 'api',
    path: (id) => `/api/accounts/requests/${id}`,
    target: 'request',
    own: READS,
  },
  '/api/attachments/[messageId]/[attachmentId]/route': {
    access: 'api',
    path: (id) => `/api/attachments/${id}/file-1`,
    target: 'file',
    own: READS,
  },
  '/api/emails/[messageId]/body/route': {
    access: 'api',
    path: (id) => `/api/emails/${id}/body`,
    target: 'email',
    own: READS,
    // The text of the e-mail, which names nobody.
    isNameless: true,
  },
  // Without our signature nobody may; lib/image-proxy tests who may with it.
  '/api/email-images/route': api(
    `/api/email-images?m=${NOBODYS_ID}&u=https%3A%2F%2Fx.test%2Fa.png&s=forged`,
    statuses(403, 403, 403, 403, 403),
  ),
  '/api/connections/route': api('/api/connections', MANAGERS),
  '/api/connections/choices/route': api(
    '/api/connections/choices',
    statuses(200, 200, 200, 200, 403),
  ),
  '/api/conversations/route': api('/api/conversations'),
  '/api/conversations/accounts/route': api('/api/conversations/accounts'),
  '/api/conversations/unread/route': api('/api/conversations/unread'),
  '/api/conversations/[conversationId]/route': {
    access: 'api',
    path: (id) => `/api/conversations/${id}`,
    target: 'conversation',
    own: READS,
  },
  '/api/compose/accounts/route': api('/api/compose/accounts'),
  '/api/compose/starts/route': api('/api/compose/starts'),
  '/api/compose/people/route': {
    access: 'api',
    path: (id) => `/api/compose/people?accountId=${id}&q=hello`,
    target: 'account',
    own: READS,
    // People of the account, not the account.
    isNameless: true,
  },
  '/api/search/route': api('/api/search?q=hello'),
  '/api/mentions/route': api('/api/mentions'),
  '/api/conversations/[conversationId]/notes/route': {
    access: 'api',
    path: (id) => `/api/conversations/${id}/notes`,
    target: 'conversation',
    own: READS,
    // Notes and colleagues, not the conversation.
    isNameless: true,
  },
  '/api/conversations/[conversationId]/presence/route': {
    access: 'api',
    path: (id) => `/api/conversations/${id}/presence`,
    target: 'conversation',
    own: READS,
    // Nobody else is there.
    isNameless: true,
  },
  '/api/emails/folders/route': api('/api/emails/folders'),
  '/api/extension/devices/route': api('/api/extension/devices'),
  '/api/invitations/route': api('/api/invitations'),
  '/api/invitations/paces/route': api('/api/invitations/paces'),
  '/api/invitations/plans/route': api('/api/invitations/plans'),
  '/api/labels/route': api('/api/labels'),
  '/api/labels/uses/route': api('/api/labels/uses', LEADS),
  '/api/teammates/route': {
    access: 'api',
    path: (id) => `/api/teammates?accountIds=${id}`,
    target: 'account',
    own: READS,
    // People who may read the account, not the account.
    isNameless: true,
  },
  '/api/overview/route': api('/api/overview', LEADS),
  '/api/overview/incidents/route': api('/api/overview/incidents', LEADS),
  '/api/overview/incidents/[incidentId]/route': api(
    `/api/overview/incidents/${NOBODYS_ID}`,
    statuses(404, 404, 404, 404, 404),
  ),
  '/api/overview/csv/route': api('/api/overview/csv', LEADS),
  '/api/uploads/route': {
    access: 'api',
    path: (id) => `/api/uploads?conversationId=${id}`,
    target: 'conversation',
    own: READS,
    // The reader's own files there: none.
    isNameless: true,
    alsoAnswers: ['POST'],
  },
  '/api/people/route': api('/api/people'),
  '/api/people/[personId]/route': {
    access: 'api',
    path: (id) => `/api/people/${id}`,
    target: 'person',
    own: READS,
  },
  '/api/people/[personId]/timeline/route': {
    access: 'api',
    path: (id) => `/api/people/${id}/timeline`,
    target: 'person',
    own: READS,
    // What was said, not by whom.
    isNameless: true,
  },
  '/api/erasures/route': api('/api/erasures', MANAGERS),
  '/api/people/[personId]/export/route': {
    access: 'api',
    path: (id) => `/api/people/${id}/export`,
    target: 'person',
    // A private account's person is not theirs to read, nor its owner's to hand out.
    own: statuses(404, 404, 403, 403, 403),
  },
  '/api/people/imports/route': api('/api/people/imports'),
  '/api/people/imports/[importId]/route': {
    access: 'api',
    path: (id) => `/api/people/imports/${id}`,
    target: 'import',
    own: READS,
  },
  '/api/people/imports/[importId]/csv/route': {
    access: 'api',
    path: (id) => `/api/people/imports/${id}/csv`,
    target: 'import',
    own: READS,
    // Rows of the file, not its name.
    isNameless: true,
  },
  '/api/people/of/[conversationId]/route': {
    access: 'api',
    path: (id) => `/api/people/of/${id}`,
    target: 'conversation',
    own: READS,
  },
  '/api/people/csv/route': api('/api/people/csv'),
  '/api/preferences/route': api('/api/preferences'),
  '/api/saved-views/route': api('/api/saved-views'),
  '/api/team/members/route': api('/api/team/members'),
  '/api/team/sessions/route': api('/api/team/sessions'),
  '/api/webhook-events/route': api('/api/webhook-events', MANAGERS),
  '/api/webhook-events/[eventId]/route': {
    access: 'api',
    path: (id) => `/api/webhook-events/${id}`,
    target: 'event',
    own: MANAGERS,
  },
};
