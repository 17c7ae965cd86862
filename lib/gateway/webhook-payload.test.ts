import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyDelivery, parseWebhookPayload, toStorableText } from './webhook-payload';

const bytes = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const parse = (value: unknown) => parseWebhookPayload(bytes(value));

const STATUS = {
  AccountStatus: { account_id: 'acc-1', account_type: 'LINKEDIN', message: 'CREDENTIALS' },
};
const SENDER = {
  attendee_id: 'a1',
  attendee_name: 'Mira Olsen',
  attendee_provider_id: 'ACoAAMira',
  attendee_profile_url: 'https://www.linkedin.com/in/mira-olsen-demo/',
};
const MESSAGE = {
  event: 'message_received',
  webhook_name: 'inbox',
  account_id: 'acc-1',
  account_type: 'LINKEDIN',
  account_info: { type: 'LINKEDIN', feature: 'classic', user_id: 'ACoAAJane' },
  chat_id: 'chat-1',
  provider_chat_id: '2-OWU3',
  timestamp: '2026-11-20T09:31:04.112Z',
  message_id: 'msg-1',
  provider_message_id: '2-MTc5',
  message: 'Thanks, Tuesday works for me.',
  message_type: 'MESSAGE',
  chat_content_type: null,
  subject: null,
  is_event: 0,
  is_group: false,
  is_sender: false,
  folder: ['INBOX'],
  quoted: null,
  attachments: [],
  sender: SENDER,
  attendees: [SENDER],
};
const HOSTED = { status: 'CREATION_SUCCESS', account_id: 'acc-1', name: 'state.signature' };

describe('what a webhook says', () => {
  it('an account status, wrapped and without time', () => {
    expect(parse(STATUS)).toEqual({
      kind: 'account_status',
      providerAccountId: 'acc-1',
      providerType: 'LINKEDIN',
      provider: 'LINKEDIN',
      message: 'CREDENTIALS',
    });
  });

  it('a status word that we do not know', () => {
    const AccountStatus = { ...STATUS.AccountStatus, account_type: 'GOOGLE', message: 'Degraded' };
    expect(parse({ AccountStatus })).toMatchObject({ provider: 'GOOGLE', message: 'DEGRADED' });
  });

  it('a message', () => {
    expect(parse(MESSAGE)).toEqual({
      kind: 'message',
      event: 'message_received',
      providerAccountId: 'acc-1',
      provider: 'LINKEDIN',
      gatewayChatId: 'chat-1',
      gatewayMessageId: 'msg-1',
      message: {
        providerMessageId: '2-MTc5',
        providerChatId: '2-OWU3',
        sender: {
          providerUserId: 'ACoAAMira',
          name: 'Mira Olsen',
          profileUrl: SENDER.attendee_profile_url,
        },
        attendees: [expect.objectContaining({ providerUserId: 'ACoAAMira' })],
        isOurs: false,
        isGroup: false,
        text: 'Thanks, Tuesday works for me.',
        subject: null,
        sentAt: new Date('2026-11-20T09:31:04.112Z'),
        eventType: null,
        messageType: null,
        chatContentType: null,
        attachments: [],
        quoted: null,
        reaction: null,
      },
    });
  });

  it('a reaction', () => {
    const reaction = { event: 'message_reaction', reaction: '👍', reaction_sender: SENDER };
    expect(parse({ ...MESSAGE, ...reaction })).toMatchObject({
      event: 'message_reaction',
      message: { reaction: { value: '👍', senderProviderId: 'ACoAAMira' } },
    });
  });

  it.each([
    [{ is_sender: true }, true],
    [{ is_sender: undefined }, false],
    [{ is_sender: undefined, account_info: { user_id: 'ACoAAMira' } }, true],
    [{ is_sender: undefined, account_info: undefined }, null],
    [{ is_sender: undefined, sender: null }, null],
  ])('whose message it is, with %j', (changes, isOurs) => {
    expect(parse({ ...MESSAGE, ...changes })).toMatchObject({ message: { isOurs } });
  });

  it('the callback of a hosted link', () => {
    expect(parse(HOSTED)).toEqual({
      kind: 'hosted_auth',
      status: 'CREATION_SUCCESS',
      providerAccountId: 'acc-1',
      name: 'state.signature',
    });
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['hello', 'not_readable'],
    ['{"event":', 'not_readable'],
    ['null', 'unknown_shape'],
    ['[]', 'unknown_shape'],
    ['"x"', 'unknown_shape'],
    ['{}', 'unknown_shape'],
    ['a=b', 'unknown_shape'],
    [{ event: 'new_follower' }, 'unknown_event'],
    [{ event: 'new_relation' }, 'missing_field'],
    [{ event: 7 }, 'unknown_event'],
    [{ event: 'message_received' }, 'missing_field'],
    [{ AccountStatus: {} }, 'missing_field'],
    [{ AccountStatus: 'CREDENTIALS' }, 'missing_field'],
    [{ status: 'CREATION_SUCCESS' }, 'missing_field'],
  ])('nothing, with the reason: %j is %s', (value, reason) => {
    expect(parse(value)).toEqual({ kind: 'unknown', reason });
  });
});

describe('however it is packed', () => {
  const text = JSON.stringify(MESSAGE);
  const flat = { ...MESSAGE, sender: JSON.stringify(SENDER), attendees: undefined };
  const form = new URLSearchParams(
    Object.entries(flat).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [[key, String(value)]],
    ),
  );

  it.each<[string, string | Buffer]>([
    ['with a byte order mark', `\ufeff${text}`],
    ['with white space around', `\r\n ${text}\n`],
    ['as one percent-encoded text', encodeURIComponent(text)],
    ['as form fields', form.toString()],
  ])('%s it is the same message', (_, body) => {
    expect(parse(body)).toMatchObject({
      kind: 'message',
      gatewayMessageId: 'msg-1',
      message: { text: MESSAGE.message, isOurs: false, sender: { name: 'Mira Olsen' } },
    });
  });

  it('as form fields with brackets, a status is one', () => {
    const fields = new URLSearchParams({
      'AccountStatus[account_id]': 'acc-1',
      'AccountStatus[message]': 'OK',
    });
    expect(parse(fields.toString())).toMatchObject({ kind: 'account_status', message: 'OK' });
  });

  it.each(['__proto__[event]=message_received', 'constructor[prototype][event]=x', '__proto__=x'])(
    '%s changes no prototype',
    (body) => {
      expect(parse(body).kind).toBe('unknown');
      expect(({} as { event?: unknown }).event).toBeUndefined();
    },
  );
});

describe('torture', () => {
  const inMessage = (escaped: string) =>
    JSON.stringify(MESSAGE).replace('Thanks, Tuesday works for me.', escaped);

  it('NUL and lone surrogates become text that Postgres takes', () => {
    const event = parse(inMessage('a\\u0000b\\ud800c\\udc00d\\ud83d\\ude42'));
    expect(event).toMatchObject({ message: { text: 'ab\ufffdc\ufffdd🙂' } });
    const ids = parse({ ...MESSAGE, message_id: 'm\0\ud800' });
    expect(ids).toMatchObject({ gatewayMessageId: 'm\ufffd' });
  });

  it.each<[string, string | Buffer, unknown]>([
    ['200,000 lists', '['.repeat(200_000), { reason: 'too_deep' }],
    ['200,000 closed lists', '['.repeat(2e5) + ']'.repeat(2e5), { reason: 'too_deep' }],
    ['200,000 objects', '{"a":'.repeat(200_000), { reason: 'too_deep' }],
    ['a deep field', `{"event":"message_received","x":${'['.repeat(2e5)}`, { reason: 'too_deep' }],
    ['deep JSON in a form', `event=${encodeURIComponent('['.repeat(2e5))}`, { kind: 'unknown' }],
    ['a deep form key', `a${'[b]'.repeat(200_000)}=1`, { kind: 'unknown' }],
    ['brackets inside a text', inMessage('['.repeat(2e5)), { kind: 'message' }],
    ['escaped quotes', inMessage('\\"['.repeat(1e4)), { kind: 'message' }],
    [
      'a number beyond all',
      JSON.stringify({ ...MESSAGE }).replace('"2026-11-20T09:31:04.112Z"', '1e400'),
      { kind: 'message', message: { sentAt: null } },
    ],
    ['duplicate keys', `{"event":"x",${JSON.stringify(MESSAGE).slice(1)}`, { kind: 'message' }],
    ['a prototype', '{"__proto__":{"event":"message_received"}}', { reason: 'unknown_shape' }],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), { kind: 'unknown' }],
    ['gzip', gzipSync(JSON.stringify(MESSAGE)), { kind: 'unknown' }],
  ])('%s', (_, body, expected) => {
    const raw = Buffer.isBuffer(body) ? body : bytes(body);
    expect(parseWebhookPayload(raw)).toMatchObject(expected as object);
  });

  it('invalid UTF-8 inside a text costs only that character', () => {
    const broken = Buffer.from(inMessage('a\u0001b').replace('\u0001', '\\n'), 'utf8');
    const at = broken.indexOf('a\\nb');
    broken[at + 1] = 0xff;
    broken[at + 2] = 0xfe;
    expect(parseWebhookPayload(broken)).toMatchObject({ message: { text: 'a\ufffd\ufffdb' } });
  });

  it('a megabyte takes no time worth mentioning', () => {
    const body = bytes(inMessage('\\"[{'.repeat(250_000)));
    const startedAtMs = performance.now();
    expect(parseWebhookPayload(body).kind).toBe('message');
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
  });

  it('any bytes and any JSON give a value', () => {
    const settings = { numRuns: 500 };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        expect(parseWebhookPayload(raw)).toHaveProperty('kind');
        expect(identifyDelivery(raw)).toHaveProperty('key');
      }),
      settings,
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parse(text)).toHaveProperty('kind');
      }),
      settings,
    );
    fc.assert(
      fc.property(fc.webQueryParameters(), (text) => {
        expect(parse(text)).toHaveProperty('kind');
      }),
      settings,
    );
  });

  it('any value in any field of a known payload gives a value, and a message has its ids', () => {
    const payloads = [MESSAGE, HOSTED, STATUS.AccountStatus];
    const changed = fc
      .constantFrom(...payloads)
      .chain((payload) =>
        fc
          .tuple(fc.constantFrom(...Object.keys(payload)), fc.jsonValue())
          .map(([field, value]): object => ({ ...payload, [field]: value })),
      );
    fc.assert(
      fc.property(changed, (payload) => {
        for (const value of [payload, { AccountStatus: payload }]) {
          const event = parse(value);
          if (event.kind !== 'message') continue;
          for (const key of ['providerAccountId', 'gatewayChatId', 'gatewayMessageId'] as const) {
            expect(event[key].length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the delivery key', () => {
  it('is the hash of the body, the same for a repeat', () => {
    const key = identifyDelivery(bytes(MESSAGE)).key;
    expect(key).toBe(createHash('sha256').update(bytes(MESSAGE)).digest('hex'));
    expect(identifyDelivery(bytes(MESSAGE)).key).toBe(key);
    expect(identifyDelivery(bytes({ ...MESSAGE, message_id: 'msg-2' })).key).not.toBe(key);
  });

  it('does not exist for account status: two losses look alike', () => {
    expect(identifyDelivery(bytes(STATUS)).key).toBe(null);
    expect(identifyDelivery(Buffer.from(`\ufeff${JSON.stringify(STATUS)}`)).key).toBe(null);
  });

  it('exists for what nobody understands', () => {
    for (const body of ['', 'x', '{"a":1}', '['.repeat(1000)]) {
      expect(identifyDelivery(bytes(body)).key).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('the account of a delivery', () => {
  it('is named by whatever is about one, and by nothing else', () => {
    const accountOf = (body: unknown) => identifyDelivery(bytes(body)).providerAccountId;
    expect(accountOf(MESSAGE)).toBe(MESSAGE.account_id);
    expect(accountOf(STATUS)).toBe(STATUS.AccountStatus.account_id);
    for (const body of ['', { a: 1 }, { event: 'new', account_id: 'a' }]) {
      expect(accountOf(body)).toBe(null);
    }
  });
});

describe('storable text', () => {
  it('changes nothing that is fine', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toStorableText(text)).toBe(text.replaceAll('\0', ''));
      }),
    );
  });

  it('is well-formed and without NUL whatever came', () => {
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = toStorableText(units.join(''));
        expect(text).not.toContain('\0');
        expect(Buffer.from(text).toString()).toBe(text);
      }),
    );
  });
});
