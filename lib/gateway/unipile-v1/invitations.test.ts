import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../sandbox/server';
import type { GatewayClient, PageRequest } from '../client';
import type { GatewayInvitation } from '../invitation-types';
import { closedPort } from '../testing/api-server';
import { codeOf, type LogEntry, testClient } from '../testing/clients';
import { everything } from '../testing/pages';

let sandbox: RunningSandbox;
let client: GatewayClient;
let entries: LogEntry[];
/** Of the demo: with pending invitations in both directions. */
let providerAccountId: string;
/** Known to the demo's LinkedIn, and nobody whom the account above ever dealt with. */
let strangers: string[];

// The demo takes half a second to make, so all tests share one; each takes people of its own.
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  await sandbox.control('POST', '/reset', { seed: 'demo' });
  ({ client } = testClient(sandbox.url, { apiKey: sandbox.apiKey }));
  const { items } = await client.listAccounts();
  const [mine, ...others] = items.filter(
    ({ provider, status }) => provider === 'LINKEDIN' && status === 'ok',
  );
  providerAccountId = mine?.providerAccountId ?? '';
  const lists = others.flatMap((other) => [
    client.listSentInvitations(other, { limit: 100 }),
    client.listReceivedInvitations(other, { limit: 100 }),
  ]);
  const people = (await Promise.all(lists)).flatMap((page) => page.items);
  strangers = people.map(({ person }) => person.providerUserId ?? '');
});

beforeEach(() => {
  ({ client, entries } = testClient(sandbox.url, { apiKey: sandbox.apiKey }));
});

afterEach(() => sandbox.control('DELETE', '/faults'));
afterAll(() => sandbox.stop());

const sentPage = (page?: PageRequest) => client.listSentInvitations({ providerAccountId }, page);
const receivedPage = (page?: PageRequest) =>
  client.listReceivedInvitations({ providerAccountId }, page);

/** All of a list, by the largest pages. */
const sent = async () => (await sentPage({ limit: 100 })).items;
const received = async () => (await receivedPage({ limit: 100 })).items;

async function firstReceived() {
  const [first] = await received();
  if (!first) throw new Error('the demo has received invitations');
  return first;
}

function stranger(): string {
  const id = strangers.pop();
  if (!id) throw new Error('the demo has no more people');
  return id;
}

const send = (providerUserId: string, more: { note?: string; email?: string } = {}) =>
  client.sendInvitation({ providerAccountId, providerUserId, note: null, email: null, ...more });

const addFault = (method: string, path: string, fault: object) =>
  sandbox.control('POST', '/faults', { match: { method, path: `/api/v1${path}` }, ...fault });

async function whileSignedOut(run: () => Promise<void>): Promise<void> {
  const setStatus = (status: string) =>
    sandbox.control('POST', `/accounts/${providerAccountId}/status`, { status });
  await setStatus('CREDENTIALS');
  try {
    await run();
  } finally {
    await setStatus('OK');
  }
}

const INVITE = '/users/invite';

describe('the lists of those that wait', () => {
  it.each([
    ['sent', sentPage],
    ['received', receivedPage],
  ] as const)('of %s ones, page by page as all at once, newest first', async (direction, list) => {
    const all = (await list({ limit: 100 })).items;
    expect(all.length).toBeGreaterThan(5);
    expect(await everything(list, 2)).toEqual(all);
    const times = all.map(({ approximateAt }) => approximateAt?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((one, other) => other - one));
    for (const item of all) {
      expect(item.direction).toBe(direction);
      expect(item.person.providerUserId).toMatch(/^ACo/);
      expect(item.person.name).toBeTruthy();
      expect(item.ageText).toMatch(/ago|Today/);
      expect(item.sharedSecret !== null).toBe(direction === 'received');
    }
  });

  it('tell unknown accounts, too large pages and foreign cursors', async () => {
    const unknown = { providerAccountId: 'nobody' };
    for (const list of [client.listSentInvitations, client.listReceivedInvitations]) {
      expect(await codeOf(list(unknown))).toBe('not_found');
      expect(await codeOf(list({ providerAccountId }, { limit: 101 }))).toBe('invalid_request');
      expect(await codeOf(list({ providerAccountId }, { cursor: 'x' }))).toBe('invalid_request');
    }
  });

  it('are not there for an account that is signed out', async () => {
    await whileSignedOut(async () => {
      expect(await codeOf(sentPage())).toBe('account_disconnected');
      expect(await codeOf(receivedPage())).toBe('account_disconnected');
    });
  });
});

describe('sending', () => {
  it('sends it with its note, and then it waits in the list', async () => {
    const providerUserId = stranger();
    const outcome = await send(providerUserId, { note: 'Grüße, "Mira" 👋', email: 'm@x.example' });
    expect(outcome).toEqual({
      state: 'sent',
      gatewayInvitationId: expect.any(String),
      usagePercent: null,
    });
    const mine = (await sent()).filter(({ person }) => person.providerUserId === providerUserId);
    expect(mine).toMatchObject([{ note: 'Grüße, "Mira" 👋' }]);
    expect(outcome).toMatchObject({ gatewayInvitationId: mine[0]?.gatewayInvitationId });
  });

  it('of a second one to the same person is settled and sends nothing', async () => {
    const providerUserId = stranger();
    await send(providerUserId);
    const count = (await sent()).length;
    expect(await send(providerUserId)).toMatchObject({
      state: 'already_done',
      error: { code: 'already_done', type: 'errors/already_invited_recently', status: 422 },
    });
    expect(await sent()).toHaveLength(count);
  });

  it.each([
    ['a public name', 'mira-olsen', {}, 'invalid_request', 'errors/invalid_parameters'],
    ['an unknown person', 'ACoAANobody', {}, 'recipient_unreachable', 'errors/invalid_recipient'],
    ['a note too long', null, { note: 'x'.repeat(301) }, 'too_large', 'errors/too_many_characters'],
    ['no address', null, { email: 'nobody' }, 'invalid_request', 'errors/invalid_parameters'],
  ] as const)('to %s is refused', async (_, userId, more, code, type) => {
    const count = (await sent()).length;
    const outcome = await send(userId ?? stranger(), more);
    expect(outcome).toMatchObject({ state: 'failed', error: { code, type } });
    expect(await sent()).toHaveLength(count);
  });

  it.each([
    [400, 'malformed_request', 'failed', 'invalid_request'],
    [401, 'disconnected_account', 'failed', 'account_disconnected'],
    [401, 'expired_credentials', 'failed', 'account_disconnected'],
    [401, 'multiple_sessions', 'failed', 'not_permitted'],
    [403, 'account_restricted', 'failed', 'account_restricted'],
    [403, 'action_required', 'failed', 'checkpoint'],
    [403, 'subscription_required', 'failed', 'not_permitted'],
    [404, 'resource_not_found', 'failed', 'not_found'],
    [422, 'already_connected', 'already_done', 'already_done'],
    [422, 'action_already_performed', 'already_done', 'already_done'],
    [422, 'cannot_resend_yet', 'failed', 'limit_reached'],
    [422, 'cannot_resend_within_24hrs', 'failed', 'limit_reached'],
    [422, 'limit_exceeded', 'failed', 'limit_reached'],
    [422, 'connection_limit_reached', 'failed', 'limit_reached'],
    [422, 'cannot_invite_attendee', 'failed', 'recipient_unreachable'],
    [422, 'invalid_recipient', 'failed', 'recipient_unreachable'],
    [422, 'blocked_recipient', 'failed', 'recipient_unreachable'],
    [422, 'a_type_of_next_year', 'failed', 'invalid_request'],
    [429, 'too_many_requests', 'failed', 'throttled'],
    [501, 'feature_not_implemented', 'failed', 'not_supported'],
    [503, 'no_client_session', 'failed', 'provider_unavailable'],
    [500, 'provider_error', 'unknown', 'provider_unavailable'],
    [503, 'network_down', 'unknown', 'provider_unavailable'],
    [504, 'request_timeout', 'unknown', 'timeout'],
  ] as const)('%d %s is %s', async (status, slug, state, code) => {
    const type = `errors/${slug}`;
    await addFault('POST', INVITE, { kind: 'status', status, type, times: 0 });
    expect(await send('ACoAAMira')).toMatchObject({ state, error: { code, type, status } });
    expect(tries()).toEqual([1]);
  });

  it.each([
    ['the line breaks', { kind: 'reset_after_action' }],
    ['a proxy answers', { kind: 'garbage_html', afterAction: true }],
    ['the answer ends half-way', { kind: 'truncated_json' }],
    ['the API gives up', { kind: 'status', status: 504, afterAction: true }],
    ['another thing is named', { kind: 'answer', body: '{"object":"Chat"}', afterAction: true }],
  ])('is unknown when it was taken and then %s, and is not repeated', async (_, fault) => {
    const providerUserId = stranger();
    await addFault('POST', INVITE, { ...fault, times: 0 });
    expect((await send(providerUserId)).state).toBe('unknown');
    expect(tries()).toEqual([1]);
    const mine = (await sent()).filter(({ person }) => person.providerUserId === providerUserId);
    expect(mine).toHaveLength(1);
  });

  it('says when no byte left, so that it may be tried again', async () => {
    const { client: lost } = testClient(`http://127.0.0.1:${await closedPort()}`);
    const invitation = { providerAccountId, providerUserId: 'ACoAAMira', note: null, email: null };
    expect(await lost.sendInvitation(invitation)).toMatchObject({
      state: 'failed',
      error: { code: 'not_reached', status: null },
    });
  });

  it('leaves notes, addresses and secrets out of the log', async () => {
    const { gatewayInvitationId, sharedSecret } = await firstReceived();
    await send(stranger(), { note: 'private words', email: 'mira@client.example' });
    await client.answerInvitation({
      providerAccountId,
      gatewayInvitationId,
      sharedSecret: sharedSecret ?? '',
      isAccepted: true,
    });
    const log = JSON.stringify(entries);
    for (const text of ['private', 'mira@client', sharedSecret ?? ''])
      expect(log).not.toContain(text);
  });

  /** How often each call to invite was tried. */
  function tries(): number[] {
    return entries.flatMap(({ fields }) =>
      'route' in fields && fields.route === `/api/v1${INVITE}` && 'tries' in fields
        ? [Number(fields.tries)]
        : [],
    );
  }
});

describe('answering one that came', () => {
  const answerTo = (
    { gatewayInvitationId, sharedSecret }: GatewayInvitation,
    isAccepted: boolean,
    more: { sharedSecret?: string } = {},
  ) =>
    client.answerInvitation({
      providerAccountId,
      gatewayInvitationId,
      sharedSecret: sharedSecret ?? '',
      isAccepted,
      ...more,
    });

  it('accepted, they are connected; a second answer finds it gone', async () => {
    const invitation = await firstReceived();
    expect(await answerTo(invitation, true)).toEqual({ state: 'done' });
    expect(await received()).not.toContainEqual(invitation);
    const person = await client.findUser({
      providerAccountId,
      identifier: invitation.person.providerUserId ?? '',
      linkedinApi: null,
    });
    expect(person.isConnection).toBe(true);
    expect(await answerTo(invitation, true)).toEqual({ state: 'gone' });
    expect(await send(person.providerUserId)).toMatchObject({ state: 'already_done' });
  });

  it('refused, it is gone and they are not connected', async () => {
    const invitation = await firstReceived();
    expect(await answerTo(invitation, false)).toEqual({ state: 'done' });
    expect(await received()).not.toContainEqual(invitation);
    const identifier = invitation.person.providerUserId ?? '';
    const found = await client.findUser({ providerAccountId, identifier, linkedinApi: null });
    expect(found.isConnection).toBe(false);
  });

  it('needs the secret of the list', async () => {
    const invitation = await firstReceived();
    const outcome = await answerTo(invitation, true, { sharedSecret: 'another' });
    expect(outcome).toMatchObject({ state: 'failed', error: { code: 'invalid_request' } });
    expect(await received()).toContainEqual(invitation);
  });

  it('is unknown when nobody heard the answer, or it is another one', async () => {
    const [first, second] = await received();
    if (!first || !second) throw new Error('the demo has two');
    const path = `/users/invite/received/${first.gatewayInvitationId}`;
    await addFault('POST', path, { kind: 'reset_after_action' });
    expect((await answerTo(first, true)).state).toBe('unknown');
    expect(await received()).not.toContainEqual(first);
    const body = JSON.stringify({ object: 'UserInvitationHandled', status: 'DECLINED' });
    await addFault('POST', '/users/invite/received/*', { kind: 'answer', status: 200, body });
    expect((await answerTo(second, true)).state).toBe('unknown');
  });
});

describe('taking one back', () => {
  const withdraw = (gatewayInvitationId: string) =>
    client.withdrawInvitation({ providerAccountId, gatewayInvitationId });

  it('takes it from the list, and the person cannot be invited for some time', async () => {
    const [invitation] = await sent();
    if (!invitation) throw new Error('the demo has sent invitations');
    expect(await withdraw(invitation.gatewayInvitationId)).toEqual({ state: 'done' });
    expect(await sent()).not.toContainEqual(invitation);
    expect(await withdraw(invitation.gatewayInvitationId)).toEqual({ state: 'gone' });
    expect(await send(invitation.person.providerUserId ?? '')).toMatchObject({
      state: 'failed',
      error: { code: 'limit_reached', type: 'errors/cannot_resend_yet' },
    });
  });

  it('is unknown when nobody heard the answer', async () => {
    const [invitation] = await sent();
    await addFault('DELETE', '/users/invite/sent/*', { kind: 'reset_after_action' });
    expect((await withdraw(invitation?.gatewayInvitationId ?? '')).state).toBe('unknown');
    expect(await sent()).not.toContainEqual(invitation);
  });

  it('fails for an account that is signed out', async () => {
    const [invitation] = await sent();
    await whileSignedOut(async () => {
      expect(await withdraw(invitation?.gatewayInvitationId ?? '')).toMatchObject({
        state: 'failed',
        error: { code: 'account_disconnected' },
      });
    });
  });
});
