import { describe, expect, it } from 'vitest';
import { identifyDelivery, parseWebhookPayload } from '../webhook-payload';

const ENVELOPE = {
  id: 'evt_01kxq8demo',
  created_at: '2026-11-20T12:00:00.000Z',
  account_id: 'acc_01kxn0demo',
  account_provider: 'linkedin',
  account_name: 'Ana Ruiz',
  application_id: 'app_01k',
  application_production: false,
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const said = (type: string, payload?: unknown, more: object = {}) =>
  parseWebhookPayload(bytes({ ...ENVELOPE, type, payload, ...more }));

describe('an event of v2', () => {
  it.each([
    ['account.remove', 'DELETED'],
    ['account.locked', 'STOPPED'],
    ['account.unlocked', 'OK'],
    ['account.status.running', 'OK'],
    ['account.status.disconnected', 'CREDENTIALS'],
    ['account.status.partial', 'PERMISSIONS'],
    ['account.status.errored', 'ERROR'],
    ['account.status.degraded', 'ERROR'],
    ['account.initial_sync.completed', 'SYNC_SUCCESS'],
  ])('%s is a hint like %s', (type, message) => {
    expect(said(type, { timestamp: 'x' })).toEqual({
      kind: 'account_status',
      providerAccountId: 'acc_01kxn0demo',
      providerType: 'linkedin',
      provider: 'LINKEDIN',
      message,
      eventId: 'evt_01kxq8demo',
    });
  });

  it('of a sign-in brings the state of our link, or none', () => {
    const account = { id: 'acc_01kxn0demo', status: 'running' };
    const common = { kind: 'signed_in', providerAccountId: 'acc_01kxn0demo', provider: 'LINKEDIN' };
    expect(said('account.add', { account, state: 'id.signature' })).toMatchObject({
      ...common,
      status: 'CREATION_SUCCESS',
      state: 'id.signature',
    });
    expect(said('account.reconnect', { account })).toMatchObject({
      ...common,
      status: 'RECONNECTED',
      state: null,
    });
    for (const payload of [undefined, null, 7, { state: { a: 1 } }]) {
      expect(said('account.add', payload)).toMatchObject({ ...common, state: null });
    }
  });

  it.each([
    ['message.new', 'message_received', { id: 'm/1', chat_id: '2-a=' }],
    ['message.update', 'message_edited', { id: 'm/1', chat_id: '2-a=' }],
    ['message.delete', 'message_deleted', { id: 'm/1', chat_id: '2-a=' }],
    ['message.receipt.read', 'message_read', { message_id: 'm/1', chat_id: '2-a=' }],
    ['message.receipt.delivery', 'message_delivered', { message_id: 'm/1', chat_id: '2-a=' }],
    ['message.reaction.new', 'message_reaction', { message_id: 'm/1', chat_id: '2-a=' }],
    ['message.reaction.delete', 'message_reaction', { message_id: 'm/1', chat_id: '2-a=' }],
  ])('%s is a hint to read one message', (type, event, payload) => {
    expect(said(type, { ...payload, text: 'private words' })).toMatchObject({
      kind: 'message',
      event,
      gatewayChatId: 'acc_01kxn0demo/2-a%3D',
      gatewayMessageId: 'acc_01kxn0demo/2-a%3D/m%2F1',
      message: { text: null, sender: null },
    });
    expect(said(type, { ...payload, chat_id: undefined })).toEqual({
      kind: 'unknown',
      reason: 'missing_field',
    });
  });

  it('of a relation says with whom', () => {
    const user = { object: 'User', id: 'ACoAAMira', display_name: 'Mira Olsen' };
    expect(said('relation.new', { user, created_at: '2026-11-20T13:00:00.000Z' })).toEqual({
      kind: 'relation',
      event: 'new_relation',
      providerAccountId: 'acc_01kxn0demo',
      providerUserId: 'ACoAAMira',
      publicIdentifier: null,
    });
    expect(said('relation.new', { user: {} })).toEqual({
      kind: 'unknown',
      reason: 'missing_field',
    });
  });

  it('of another type, or without its account, is none that we know', () => {
    const unknown = { kind: 'unknown', reason: 'unknown_event' };
    expect(said('calendar.event.new', {})).toEqual(unknown);
    expect(said('constructor', {})).toEqual(unknown);
    expect(said('account.add', {}, { account_id: null }).kind).toBe('unknown');
    expect(said('account.add', {}, { id: 'wrong' }).kind).toBe('unknown');
  });

  it('is known again by its bytes, also one of an account, whose events have ids', () => {
    const first = { ...ENVELOPE, type: 'account.status.running', payload: {} };
    const { key, providerAccountId } = identifyDelivery(bytes(first));
    expect(providerAccountId).toBe('acc_01kxn0demo');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(identifyDelivery(bytes(first)).key).toBe(key);
    expect(identifyDelivery(bytes({ ...first, id: 'evt_2' })).key).not.toBe(key);
  });
});
