import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { keepingOf, SILENT_MS } from '@/lib/extension/keep-rules';
import type { ExtensionDevice, KeptAccount, UseOutcome } from '@/lib/extension/types';

const NOW = Date.parse('2026-11-28T10:00:00.000Z');
const FRESH_MS = 15 * MINUTE_MS;
const ago = (ms: number) => new Date(NOW - ms).toISOString();

type Fields = Partial<Omit<ExtensionDevice, 'account'>> & { account?: Partial<KeptAccount> | null };

function browser({ account, ...fields }: Fields = {}): ExtensionDevice {
  return {
    id: 'one',
    name: 'Chrome at work',
    browser: 'Chrome on macOS',
    linkedinMemberId: '4711',
    cookieSeenAt: ago(10 * MINUTE_MS),
    lastUse: null,
    account: account === null ? null : { ...connected, ...account },
    refusal: null,
    refusedAt: null,
    lastUsedAt: ago(10 * MINUTE_MS),
    createdAt: ago(100 * HOUR_MS),
    ...fields,
  };
}

const connected: KeptAccount = {
  id: 'jane',
  name: 'Jane Ruiz',
  status: 'connected',
  isWrongIdentity: false,
  lastOkAt: ago(MINUTE_MS),
  nextTryAt: null,
};
const signedOut = { status: 'reconnect_needed', lastOkAt: ago(2 * HOUR_MS) } as const;
const isRepaired = { ...signedOut, nextTryAt: ago(-20 * MINUTE_MS) };
const used = (outcome: UseOutcome | null, ms = HOUR_MS) => ({ at: ago(ms), outcome });

function said(device: ExtensionDevice, others: readonly ExtensionDevice[] = []) {
  return keepingOf(device, [device, ...others], NOW, FRESH_MS);
}

describe('a browser whose account is connected', () => {
  it.each<[string, Fields, object]>([
    ['whose session has signed it in', { lastUse: used('signed_in') }, { code: 'signed_in' }],
    ['that was not needed so far', {}, { code: 'ready' }],
    ['whose session got no answer', { lastUse: used('unknown') }, { code: 'ready' }],
    [
      'whose session was refused and is still there',
      { lastUse: used('refused') },
      { code: 'doubtful', outcome: 'refused', at: ago(HOUR_MS) },
    ],
    [
      'whose session met a checkpoint',
      { lastUse: used('checkpoint') },
      { code: 'doubtful', outcome: 'checkpoint' },
    ],
    [
      'whose session was refused and was not seen again',
      { lastUse: used('refused', MINUTE_MS) },
      { code: 'unfit', why: 'old_cookie' },
    ],
    ['that keeps no session', { cookieSeenAt: null }, { code: 'unfit', why: 'no_cookie' }],
    [
      'in which somebody else is signed in',
      { refusal: 'other_member' },
      { code: 'unfit', why: 'other_member' },
    ],
    [
      'whose code is used elsewhere, also after it has signed in',
      { refusal: 'other_browser', lastUse: used('signed_in') },
      { code: 'unfit', why: 'other_browser' },
    ],
    [
      'that has said nothing for a day, whatever it did before',
      { cookieSeenAt: ago(SILENT_MS + 1), lastUse: used('signed_in', SILENT_MS * 2) },
      { code: 'silent', since: ago(SILENT_MS + 1) },
    ],
  ])('and %s', (_, fields, expected) => {
    expect(said(browser(fields))).toMatchObject(expected);
  });

  it('is beside the point while another one holds a newer session', () => {
    const newer = browser({ id: 'two', cookieSeenAt: ago(MINUTE_MS) });
    expect(said(browser(), [newer])).toEqual({ code: 'standby' });
    expect(said(newer, [browser()])).toEqual({ code: 'ready' });
    const elsewhere = browser({ ...newer, account: { id: 'another' } });
    expect(said(browser(), [elsewhere])).toEqual({ code: 'ready' });
  });
});

describe('a browser whose account is signed out', () => {
  it.each<[string, Fields, object]>([
    ['tried right now', { account: isRepaired, lastUse: used(null) }, { code: 'trying' }],
    [
      'tried later',
      { account: isRepaired },
      { code: 'waiting', at: isRepaired.nextTryAt, outcome: null },
    ],
    [
      'tried again, as the browser held it after the refusal',
      { account: isRepaired, lastUse: used('refused') },
      { code: 'waiting', outcome: 'refused' },
    ],
    [
      'what made the lost session',
      { account: isRepaired, cookieSeenAt: ago(3 * HOUR_MS), lastUse: used('signed_in', 4e7) },
      { code: 'cannot', why: 'old_cookie' },
    ],
    [
      'refused and not seen since',
      { account: signedOut, lastUse: used('refused', MINUTE_MS) },
      { code: 'cannot', why: 'old_cookie' },
    ],
    ['not kept', { account: signedOut, cookieSeenAt: null }, { code: 'cannot', why: 'no_cookie' }],
    ['not tried any more', { account: signedOut }, { code: 'handed_over' }],
  ])('and its session is %s', (_, fields, expected) => {
    expect(said(browser(fields))).toMatchObject(expected);
  });

  it('is not the one that is tried where another holds a newer session', () => {
    const newer = browser({ id: 'two', cookieSeenAt: ago(MINUTE_MS), account: isRepaired });
    expect(said(browser({ account: isRepaired }), [newer])).toEqual({ code: 'standby' });
  });
});

describe('a browser', () => {
  it.each<[string, Partial<KeptAccount> | null, object | null]>([
    ['no account', null, null],
    ['an account without a young proof', { lastOkAt: ago(HOUR_MS) }, { code: 'not_verified' }],
    ['an account that was never proven', { lastOkAt: null }, { code: 'not_verified', since: null }],
    ['a restricted account', { status: 'restricted' }, { status: 'restricted' }],
    ['a paused account', { status: 'paused' }, { status: 'paused' }],
    [
      'an account with somebody else signed in',
      { isWrongIdentity: true, status: 'reconnect_needed' },
      { status: 'wrong_account' },
    ],
  ])('of %s says what is known, whatever its session', (_, account, expected) => {
    const keeping = said(browser({ account, lastUse: used('signed_in') }));
    if (expected === null) expect(keeping).toBeNull();
    else expect(keeping).toMatchObject(expected);
  });
});
