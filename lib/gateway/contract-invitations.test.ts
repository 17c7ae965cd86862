import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import type { GatewayClient, PageRequest } from './client';
import type { GatewayInvitation } from './invitation-types';
import { closedPort } from './testing/api-server';
import { codeOf, testClient } from './testing/clients';
import { DIALECTS, type Made } from './testing/dialects';
import { everything } from './testing/pages';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});
afterEach(() => sandbox.control('DELETE', '/faults'));
afterAll(() => sandbox.stop());

let count = 0;
const makeAccount = (): Promise<Made> => {
  count += 1;
  const login = `i${count}@x.example`;
  return sandbox.control<Made>('POST', '/accounts', { type: 'LINKEDIN', login });
};

describe.each(DIALECTS)('invitations in $dialect', (spec) => {
  const { dialect, routes } = spec;
  let client: GatewayClient;
  let made: Made;
  let providerAccountId: string;

  beforeEach(async () => {
    ({ client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, dialect));
    made = await makeAccount();
    providerAccountId = spec.accountId(made);
  });

  const setStatus = (status: string) =>
    sandbox.control('POST', `/accounts/${made.id}/status`, { status });
  const addFault = ([method, path]: readonly [string, string], fault: object) =>
    sandbox.control('POST', '/faults', { match: { method, path }, ...fault });
  const stranger = async (): Promise<string> => {
    const path = `/accounts/${made.id}/contacts`;
    return (await sandbox.control<{ providerId: string }>('POST', path)).providerId;
  };
  const plant = (direction: 'sent' | 'received', more: object = {}) =>
    sandbox.control('POST', `/accounts/${made.id}/invitations`, { direction, ...more });
  const send = (providerUserId: string, note: string | null = null) =>
    client.sendInvitation({ providerAccountId, providerUserId, note, email: null });
  const sent = async () => (await client.listSentInvitations({ providerAccountId })).items;
  const received = async () => (await client.listReceivedInvitations({ providerAccountId })).items;
  const only = async (list: () => Promise<readonly GatewayInvitation[]>) => {
    const [first, ...more] = await list();
    if (!first || more.length > 0) throw new Error('expected one invitation');
    return first;
  };
  const find = (identifier: string) =>
    client.findUser({ providerAccountId, identifier, linkedinApi: null });

  describe('the lists of invitations', () => {
    it('give those that wait, page by page as all at once, newest first', async () => {
      const at = (day: number) => `2026-11-0${day}T10:00:00.000Z`;
      for (const day of [2, 5, 1, 4, 3])
        await plant('received', { at: at(day), note: `day ${day}` });
      await plant('sent');
      const all = await received();
      expect(all.map(({ note }) => note)).toEqual(['day 5', 'day 4', 'day 3', 'day 2', 'day 1']);
      const list = (page: PageRequest) =>
        client.listReceivedInvitations({ providerAccountId }, page);
      expect(await everything(list, 2)).toEqual(all);
      for (const { person, direction, sharedSecret } of all) {
        expect(person).toMatchObject({ providerUserId: expect.stringMatching(/^ACo/) });
        expect(person.name).toBeTruthy();
        expect(direction).toBe('received');
        expect(sharedSecret).not.toBeNull();
      }
      expect((await only(sent)).direction).toBe('sent');
    });

    it('say why there are none', async () => {
      const list = (id: string, cursor?: string) =>
        client.listSentInvitations({ providerAccountId: id }, { cursor });
      expect(await codeOf(list('nobody'))).toBe('not_found');
      expect(await codeOf(list(providerAccountId, 'x'))).toBe('invalid_request');
      await setStatus('CREDENTIALS');
      expect(await codeOf(list(providerAccountId))).toBe('account_disconnected');
    });
  });

  describe('an invitation', () => {
    it('is sent with its note, and then it waits', async () => {
      const providerUserId = await stranger();
      const outcome = await send(providerUserId, 'Grüße, "Mira" 👋');
      const mine = await only(sent);
      expect(outcome).toEqual({
        state: 'sent',
        gatewayInvitationId: mine.gatewayInvitationId,
        usagePercent: null,
      });
      expect(mine).toMatchObject({ note: 'Grüße, "Mira" 👋', person: { providerUserId } });
    });

    it('to somebody who was invited or is connected is settled and sends nothing', async () => {
      const providerUserId = await stranger();
      await send(providerUserId);
      expect(await send(providerUserId)).toMatchObject({
        state: 'already_done',
        error: { code: 'already_done', status: 422 },
      });
      const path = `/accounts/${made.id}/relations`;
      const { providerId } = await sandbox.control<{ providerId: string }>('POST', path);
      expect((await send(providerId)).state).toBe('already_done');
      expect(await sent()).toHaveLength(1);
    });

    it('to somebody whose last one was taken back is refused for a while', async () => {
      const providerUserId = await stranger();
      await send(providerUserId);
      await client.withdrawInvitation({ providerAccountId, ...(await only(sent)) });
      expect(await send(providerUserId)).toMatchObject({
        state: 'failed',
        error: { code: 'limit_reached', status: 422 },
      });
    });

    it('to nobody, by a public name or with too long a note is refused', async () => {
      const codeOfSend = async (userId: string, note?: string) => {
        const outcome = await send(userId, note);
        return outcome.state === 'failed' ? outcome.error.code : outcome.state;
      };
      expect(await codeOfSend('ACoAANobody')).toBe('recipient_unreachable');
      expect(await codeOfSend('mira-olsen')).toBe('invalid_request');
      expect(await codeOfSend(await stranger(), 'x'.repeat(301))).toBe(spec.tooLongNote);
      expect(await sent()).toEqual([]);
    });

    it('of an account that is signed out or restricted says so', async () => {
      const providerUserId = await stranger();
      await setStatus('CREDENTIALS');
      expect(await send(providerUserId)).toMatchObject({
        state: 'failed',
        error: { code: 'account_disconnected', type: spec.disconnectedType, status: 401 },
      });
      await setStatus('RESTRICTED');
      expect(await send(providerUserId)).toMatchObject({
        state: 'failed',
        error: { code: 'account_restricted', status: 403 },
      });
    });

    it.each([
      ['the line breaks', { kind: 'reset_after_action' }],
      ['nobody answers', { kind: 'timeout_after_action' }],
      ['a proxy answers', { kind: 'garbage_html', afterAction: true }],
      ['the answer ends half-way', { kind: 'truncated_json' }],
      ['the API gives up', { kind: 'status', status: 504, afterAction: true }],
      ['another thing is named', { kind: 'answer', body: '{"object":"Chat"}', afterAction: true }],
    ])('is unknown when it was taken and then %s; it went once', async (_, fault) => {
      const providerUserId = await stranger();
      await addFault(routes.send, { ...fault, times: 0 });
      const options = { apiKey: spec.apiKey(sandbox), timeoutMs: 300 };
      const { client: hasty } = testClient(sandbox.url, options, dialect);
      const invitation = { providerAccountId, providerUserId, note: null, email: null };
      expect((await hasty.sendInvitation(invitation)).state).toBe('unknown');
      expect((await only(sent)).person.providerUserId).toBe(providerUserId);
    });

    it('that was throttled or met nobody may be tried again', async () => {
      const providerUserId = await stranger();
      await addFault(routes.send, { kind: 'status', status: 429 });
      expect(await send(providerUserId)).toMatchObject({ error: { code: 'throttled' } });
      const { client: lost } = testClient(`http://127.0.0.1:${await closedPort()}`, {}, dialect);
      const invitation = { providerAccountId, providerUserId, note: null, email: null };
      expect(await lost.sendInvitation(invitation)).toMatchObject({
        state: 'failed',
        error: { code: 'not_reached', status: null },
      });
      expect(await sent()).toEqual([]);
    });
  });

  describe('an invitation that came', () => {
    const answer = (invitation: GatewayInvitation, isAccepted: boolean) =>
      client.answerInvitation({
        providerAccountId,
        gatewayInvitationId: invitation.gatewayInvitationId,
        sharedSecret: invitation.sharedSecret ?? '',
        isAccepted,
      });

    it('is accepted once, and then they are connected', async () => {
      await plant('received');
      const invitation = await only(received);
      expect(await answer(invitation, true)).toEqual({ state: 'done' });
      expect(await received()).toEqual([]);
      const { isConnection } = await find(invitation.person.providerUserId ?? '');
      expect(isConnection).toBe(true);
      expect(await answer(invitation, true)).toEqual({ state: 'gone' });
    });

    it('is refused, and they are not connected', async () => {
      await plant('received');
      const invitation = await only(received);
      expect(await answer(invitation, false)).toEqual({ state: 'done' });
      expect(await received()).toEqual([]);
      const { isConnection } = await find(invitation.person.providerUserId ?? '');
      expect(isConnection).toBe(false);
    });

    it('has an unknown end when nobody heard the answer, or it is another one', async () => {
      await plant('received');
      const first = await only(received);
      await addFault(routes.answer, { kind: 'reset_after_action' });
      expect((await answer(first, true)).state).toBe('unknown');
      expect(await received()).toEqual([]);
      await plant('received');
      const body = JSON.stringify({ object: 'Nothing', status: 'NOTHING' });
      await addFault(routes.answer, { kind: 'answer', status: 200, body });
      expect((await answer(await only(received), true)).state).toBe('unknown');
    });
  });

  describe('an invitation of ours', () => {
    const withdraw = ({ gatewayInvitationId }: GatewayInvitation) =>
      client.withdrawInvitation({ providerAccountId, gatewayInvitationId });

    it('is taken back once', async () => {
      await plant('sent');
      const invitation = await only(sent);
      expect(await withdraw(invitation)).toEqual({ state: 'done' });
      expect(await sent()).toEqual([]);
      expect(await withdraw(invitation)).toEqual({ state: 'gone' });
    });

    it('has an unknown end when nobody heard the answer, and none while signed out', async () => {
      await plant('sent');
      const invitation = await only(sent);
      await setStatus('CREDENTIALS');
      expect(await withdraw(invitation)).toMatchObject({
        state: 'failed',
        error: { code: 'account_disconnected' },
      });
      await setStatus('OK');
      await addFault(routes.withdraw, { kind: 'reset_after_action' });
      expect((await withdraw(invitation)).state).toBe('unknown');
      expect(await sent()).toEqual([]);
    });
  });
});
