import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ACCOUNT, ATTENDEE, CHAT, MESSAGE, WEBHOOK } from '../testing/wire-samples';
import { toAccount, toAttendee, toChat, toMessage, toRegisteredWebhook } from './map';
import { accountSchema, attendeeSchema, chatSchema, messageSchema, webhookSchema } from './wire';

function reader<W, T>(schema: z.ZodType<W>, map: (wire: W) => T, valid: object) {
  return (changes: object = {}): T => map(schema.parse({ ...valid, ...changes }));
}
const account = reader(accountSchema, toAccount, ACCOUNT);
const chat = reader(chatSchema, toChat, CHAT);
const attendee = reader(attendeeSchema, toAttendee, ATTENDEE);
const webhook = reader(webhookSchema, toRegisteredWebhook, WEBHOOK);

describe('an account', () => {
  it('is told in our words', () => {
    expect(account()).toEqual({
      providerAccountId: 'q7Zt0mB4TmuWv2xkLr9N1g',
      provider: 'LINKEDIN',
      name: 'Jane Ruiz',
      status: 'ok',
      rawStatus: 'OK',
      identity: 'ACoAAJane',
      handle: 'jane-ruiz',
      features: [],
      createdAt: new Date('2026-11-20T09:31:04.112Z'),
    });
  });

  it('tells what LinkedIn is paid for, also in words that we do not know', () => {
    const im = { id: 'ACoAAJane', premiumFeatures: ['recruiter', 'premium', 7, 'new'] };
    expect(account({ connection_params: { im } }).features).toEqual([
      'recruiter',
      'premium',
      'new',
    ]);
    expect(
      account({ connection_params: { im: { id: 'x', premiumFeatures: null } } }).features,
    ).toEqual([]);
  });

  it.each([
    ['WHATSAPP', { im: { phone_number: '31655512345' } }, 'WHATSAPP', '31655512345'],
    ['INSTAGRAM', { im: { id: 17, username: 'mira' } }, 'INSTAGRAM', '17'],
    ['TELEGRAM', { im: { user_id: '99', username: 'mira' } }, 'TELEGRAM', '99'],
    ['SLACK', { im: { user_id: 'U1', team: 't' } }, 'OTHER', 'U1'],
    ['GOOGLE_OAUTH', { mail: { id: 'x', username: 'A@b.example' } }, 'GOOGLE', 'a@b.example'],
    ['OUTLOOK', { mail: { id: 'x', username: 'a@b.example' } }, 'OUTLOOK', 'a@b.example'],
    ['MAIL', { mail: { imap_user: 'a@b.example', imap_port: 993 } }, 'MAIL', 'a@b.example'],
    ['ICLOUD', { mail: { imap_user: 'a@b.example' } }, 'MAIL', 'a@b.example'],
    ['EXCHANGE', { mail: { imap_user: 'a@b.example' } }, 'MAIL', 'a@b.example'],
    ['GOOGLE_CALENDAR', { calendar: 'cal' }, 'OTHER', null],
    ['MOBILE', { call: { phone_number: '1' } }, 'OTHER', '1'],
    ['FROM_NEXT_YEAR', null, 'OTHER', null],
    [undefined, undefined, 'OTHER', null],
  ])('of type %s has the provider and identity of its kind', (type, params, provider, identity) => {
    expect(account({ type, connection_params: params })).toMatchObject({ provider, identity });
  });

  it.each([
    [['OK', 'OK'], 'ok', 'OK'],
    [['OK', 'CONNECTING'], 'connecting', 'CONNECTING'],
    [['OK', 'credentials'], 'credentials', 'credentials'],
    [['ERROR', 'CREDENTIALS'], 'credentials', 'CREDENTIALS'],
    [['PERMISSIONS', 'OK'], 'permissions', 'PERMISSIONS'],
    [['STOPPED', 'ERROR'], 'error', 'ERROR'],
    [['CONNECTING', 'DEGRADED', 'OK'], 'unknown', 'DEGRADED'],
    [[], 'unknown', 'NO_SOURCES'],
  ])('with the sources %j has the worst status: %s', (statuses, status, rawStatus) => {
    const sources = statuses.map((word, index) => ({ id: `s${index}`, status: word }));
    expect(account({ sources })).toMatchObject({ status, rawStatus });
  });

  it('is not lost for a date or parameters of another kind', () => {
    expect(account({ created_at: 'yesterday', connection_params: 'none', name: 7 })).toMatchObject({
      createdAt: new Date(0),
      identity: null,
      name: '',
    });
  });
});

describe('a chat', () => {
  it('is told in our words', () => {
    expect(chat()).toEqual({
      gatewayChatId: 'chat-1',
      providerChatId: '2-OWU3',
      providerAccountId: 'acc-1',
      provider: 'LINKEDIN',
      kind: 'direct',
      title: null,
      attendeeProviderId: 'ACoAAMira',
      subject: null,
      lastActivityAt: new Date('2026-11-20T09:31:04.112Z'),
      unreadCount: 3,
      isArchived: false,
      isReadOnly: false,
      disabledFeatures: ['reactions'],
      contentType: null,
    });
  });

  it.each([
    [{ type: 1 }, { kind: 'group' }],
    [{ type: 2 }, { kind: 'channel' }],
    [{ type: 9 }, { kind: 'direct' }],
    [{ type: 9, attendee_provider_id: undefined }, { kind: 'group' }],
    [{ read_only: 2 }, { isReadOnly: true }],
    [{ archived: true }, { isArchived: true }],
    [{ archived: 1 }, { isArchived: true }],
    [{ timestamp: null }, { lastActivityAt: null }],
    [{ timestamp: 'soon' }, { lastActivityAt: null }],
    [{ unread_count: -1 }, { unreadCount: 0 }],
    [{ unread_count: 1e12 }, { unreadCount: 2_147_483_647 }],
    [{ unread_count: null }, { unreadCount: 0 }],
    [{ name: '\0a\ud800' }, { title: 'a\ufffd' }],
    [{ provider_id: null }, { providerChatId: 'chat-1' }],
  ])('with %j is %j', (changes, expected) => {
    expect(chat(changes)).toMatchObject(expected);
  });
});

describe('people and webhooks', () => {
  it('are told in our words', () => {
    expect(attendee()).toEqual({
      gatewayAttendeeId: 'att-1',
      providerUserId: 'ACoAAMira',
      name: 'Mira Olsen',
      isSelf: false,
      headline: 'Buyer',
      profileUrl: 'https://www.linkedin.com/in/mira-olsen-demo/',
      pictureUrl: null,
    });
    expect(webhook({ enabled: undefined, source: 'messaging' })).toEqual({
      id: 'w-1',
      requestUrl: 'https://a.example/x',
      source: 'messaging',
      isEnabled: true,
      signingSecret: null,
    });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil', '', 5])(
    'never have the address %s',
    (address) => {
      expect(attendee({ profile_url: address, picture_url: address })).toMatchObject({
        profileUrl: null,
        pictureUrl: null,
      });
    },
  );
});

describe('whatever comes', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: false });
  const CASES = [
    ['account', accountSchema, toAccount, ACCOUNT],
    ['chat', chatSchema, toChat, CHAT],
    ['message', messageSchema, toMessage, MESSAGE],
    ['attendee', attendeeSchema, toAttendee, ATTENDEE],
    ['webhook', webhookSchema, toRegisteredWebhook, WEBHOOK],
  ] as const;

  it.each(CASES)('in any field of one %s, it is read or refused, never thrown', (...row) => {
    const [, schema, map, valid] = row;
    const read = (value: unknown) => {
      const parsed = schema.safeParse(value);
      // The pairs of a row belong together, which the type of a list of rows cannot say.
      if (parsed.success) JSON.stringify((map as (wire: unknown) => unknown)(parsed.data));
    };
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(valid)), anything, (field, value) => {
        read({ ...valid, [field]: value });
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(anything, read), { numRuns: 200 });
  });

  it.each([
    ['account', accountSchema, ACCOUNT, ['id']],
    ['chat', chatSchema, CHAT, ['id', 'account_id']],
    ['message', messageSchema, MESSAGE, ['id', 'account_id', 'chat_id', 'timestamp']],
    ['attendee', attendeeSchema, ATTENDEE, ['id', 'provider_id']],
    ['webhook', webhookSchema, WEBHOOK, ['id', 'request_url']],
  ] as const)('only ids and times may be missing to lose one %s', (_, schema, valid, needed) => {
    const lost = (changed: (field: string) => object) =>
      Object.keys(valid).filter((field) => !schema.safeParse(changed(field)).success);
    const without = (field: string) =>
      Object.fromEntries(Object.entries(valid).filter(([key]) => key !== field));
    expect(lost(without)).toEqual(needed);
    expect(lost((field) => ({ ...valid, [field]: null }))).toEqual(['object', ...needed]);
    expect(lost((field) => ({ ...valid, [field]: { a: [] } }))).toEqual(['object', ...needed]);
  });

  it('unknown fields and words cost nothing', () => {
    expect(chat({ brand_new: { a: 1 }, folder: ['HOLOGRAM'] })).toEqual(chat());
    expect(chat({ content_type: 'hologram' }).contentType).toBe('hologram');
  });
});
