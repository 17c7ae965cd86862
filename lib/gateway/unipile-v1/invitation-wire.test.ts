import { afterEach, describe, expect, it } from 'vitest';
import { json, serversPerTest } from '../testing/api-server';
import { testClient } from '../testing/clients';
import { toReceivedInvitation, toSentInvitation } from './invitation-map';
import { receivedInvitationSchema, sentInvitationSchema } from './invitation-wire';

const startServer = serversPerTest(afterEach);

describe('what goes out', () => {
  it('puts on the wire what the contract asks for, and nothing that is empty', async () => {
    const server = await startServer((response) =>
      json(response, 201, { object: 'UserInvitationSent', invitation_id: '7', usage: 75 }),
    );
    const { client: plain } = testClient(server.url);
    const common = { providerAccountId: 'a', providerUserId: 'ACoAAMira' };
    const outcome = await plain.sendInvitation({ ...common, note: 'Hi', email: 'm@x.example' });
    await plain.sendInvitation({ ...common, note: '', email: null });
    expect(outcome).toEqual({ state: 'sent', gatewayInvitationId: '7', usagePercent: 75 });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/users/invite',
      'POST /api/v1/users/invite',
    ]);
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { account_id: 'a', provider_id: 'ACoAAMira', message: 'Hi', user_email: 'm@x.example' },
      { account_id: 'a', provider_id: 'ACoAAMira' },
    ]);
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
  });

  it('hold what an id holds and lead nowhere else', async () => {
    const server = await startServer((response) =>
      json(response, 200, { object: 'InvitationCanceled' }),
    );
    const { client: plain } = testClient(server.url);
    const one = { providerAccountId: 'a&b', gatewayInvitationId: '../urn:li/7' };
    expect(await plain.withdrawInvitation(one)).toEqual({ state: 'done' });
    expect(await plain.withdrawInvitation({ ...one, gatewayInvitationId: '..' })).toEqual({
      state: 'gone',
    });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/v1/users/invite/sent/..%2Furn%3Ali%2F7?account_id=a%26b',
    ]);
  });
});

describe('what the wire may hold', () => {
  const wire = { object: 'InvitationSent', id: 7, date: '2 weeks ago' };
  const nobody = { providerUserId: null, publicIdentifier: null, name: null, headline: null };

  it('one of which next to nothing is known is one', () => {
    expect(toSentInvitation(sentInvitationSchema.parse(wire))).toEqual({
      gatewayInvitationId: '7',
      direction: 'sent',
      person: nobody,
      note: null,
      approximateAt: null,
      ageText: '2 weeks ago',
      sharedSecret: null,
    });
  });

  it('a received one is about who invited, whatever stands of the invited', () => {
    const read = (more: object) =>
      toReceivedInvitation(
        receivedInvitationSchema.parse({
          ...wire,
          object: 'InvitationReceived',
          invited_user: 'Jane Ruiz',
          parsed_datetime: '2026-11-20T10:02:11.000Z',
          ...more,
        }),
      );
    expect(read({})).toMatchObject({ person: nobody, sharedSecret: null });
    const inviter = { inviter_name: 'Mira', inviter_id: 'ACoAAMira', inviter_description: ' ' };
    const specifics = { provider: 'LINKEDIN', shared_secret: ' s ' };
    expect(read({ inviter, specifics })).toMatchObject({
      person: { ...nobody, name: 'Mira', providerUserId: 'ACoAAMira' },
      approximateAt: new Date('2026-11-20T10:02:11.000Z'),
      sharedSecret: ' s ',
    });
  });

  it('only what has no id, or is another thing, is none', () => {
    expect(sentInvitationSchema.safeParse({ ...wire, id: null }).success).toBe(false);
    expect(receivedInvitationSchema.safeParse(wire).success).toBe(false);
  });
});
