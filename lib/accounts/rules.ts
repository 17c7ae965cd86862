import type {
  AccountActionKind,
  AccountEvidence,
  AccountStatus,
  LinePart,
  ShownStatus,
  ShownStatusCode,
  StatusIcon,
  StatusTone,
} from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

interface Words {
  label: string;
  shortLabel: string;
  tone: StatusTone;
  icon: StatusIcon;
  action: { kind: AccountActionKind; label: string } | null;
  /** Place in lists: smaller asks louder. */
  rank: number;
}

const reconnect = { kind: 'reconnect', label: 'Reconnect' } as const;
const checkNow = { kind: 'check', label: 'Check now' } as const;

/** The one word list for screens, e-mails and the export. */
export const STATUS_WORDS: Readonly<Record<ShownStatusCode, Words>> = {
  reconnect_needed: {
    label: 'Reconnect needed',
    shortLabel: 'Reconnect',
    tone: 'bad',
    icon: 'triangle-alert',
    action: reconnect,
    rank: 0,
  },
  wrong_account: {
    label: 'Wrong sign-in',
    shortLabel: 'Wrong sign-in',
    tone: 'bad',
    icon: 'triangle-alert',
    action: { kind: 'reconnect', label: 'Sign in again' },
    rank: 0,
  },
  restricted: {
    label: 'Restricted',
    shortLabel: 'Restricted',
    tone: 'bad',
    icon: 'shield-alert',
    action: { kind: 'details', label: 'What to do' },
    rank: 0,
  },
  attention: {
    label: 'Needs attention',
    shortLabel: 'Attention',
    tone: 'warn',
    icon: 'octagon-alert',
    action: checkNow,
    rank: 1,
  },
  interrupted: {
    label: 'Interrupted',
    shortLabel: 'Interrupted',
    tone: 'warn',
    icon: 'octagon-alert',
    action: { kind: 'details', label: 'Details' },
    rank: 2,
  },
  paused: {
    label: 'Paused',
    shortLabel: 'Paused',
    tone: 'neutral',
    icon: 'pause-circle',
    action: { kind: 'restart', label: 'Resume' },
    rank: 3,
  },
  not_verified: {
    label: 'Not verified',
    shortLabel: 'Not verified',
    tone: 'neutral',
    icon: 'clock',
    action: checkNow,
    rank: 4,
  },
  connecting: {
    label: 'Connecting',
    shortLabel: 'Connecting',
    tone: 'info',
    icon: 'loader',
    action: null,
    rank: 5,
  },
  importing: {
    label: 'Importing history',
    shortLabel: 'Importing',
    tone: 'info',
    icon: 'loader',
    action: null,
    rank: 6,
  },
  catching_up: {
    label: 'Catching up',
    shortLabel: 'Catching up',
    tone: 'info',
    icon: 'loader',
    action: null,
    rank: 6,
  },
  connected: {
    label: 'Connected',
    shortLabel: 'Connected',
    tone: 'ok',
    icon: 'circle-check',
    action: null,
    rank: 7,
  },
  removed: {
    label: 'Removed',
    shortLabel: 'Removed',
    tone: 'neutral',
    icon: 'circle-minus',
    action: null,
    rank: 8,
  },
};

/**
 * The word, tone, line and action for an account at `nowMs`. "Connected" needs a positive signal
 * younger than `freshMs`; without one the status is not known and says so.
 */
export function shownStatus(account: AccountEvidence, nowMs: number, freshMs: number): ShownStatus {
  const code = shownCode(account, nowMs, freshMs);
  const { label, shortLabel, tone, icon, action } = STATUS_WORDS[code];
  return {
    code,
    label,
    shortLabel,
    tone,
    icon,
    action,
    since: hasSince(code) ? account.statusSince : null,
    line: lineOf(code, account),
  };
}

/** Whether the last positive signal is young enough to say "Connected". */
export function isFresh(lastOkAt: string | null, nowMs: number, freshMs: number): boolean {
  return lastOkAt !== null && nowMs - Date.parse(lastOkAt) <= freshMs;
}

/** What needs somebody first; then by name, so that the order is the same for everybody. */
export function byNeed<T extends AccountEvidence>(
  accounts: readonly T[],
  nowMs: number,
  freshMs: number,
): T[] {
  const rank = (account: T) => STATUS_WORDS[shownCode(account, nowMs, freshMs)].rank;
  return [...accounts].sort(
    (one, two) => rank(one) - rank(two) || one.name.localeCompare(two.name, 'en'),
  );
}

/** True for what stands in the list of things that somebody has to do something about. */
export function needsAttention(code: ShownStatusCode): boolean {
  return STATUS_WORDS[code].rank <= 2;
}

/** "Jane Ruiz · LinkedIn": how an account is named wherever it stands alone. */
export function accountLabel(account: Pick<AccountEvidence, 'name' | 'provider'>): string {
  return `${account.name} · ${PROVIDER_NAMES[account.provider]}`;
}

const DOWN: readonly AccountStatus[] = ['reconnect_needed', 'interrupted', 'paused', 'restricted'];

/** True for a status in which messages do not come in for sure; `attention` is not known. */
export function isDown(status: AccountStatus): boolean {
  return DOWN.includes(status);
}

function shownCode(account: AccountEvidence, nowMs: number, freshMs: number): ShownStatusCode {
  if (account.status === 'removed') return 'removed';
  if (account.wrongIdentity !== null) return 'wrong_account';
  if (account.status !== 'connected') return account.status;
  if (!isFresh(account.lastOkAt, nowMs, freshMs)) return 'not_verified';
  if (account.syncFinishedAt === null) return 'importing';
  return account.coverage.gaps.length > 0 ? 'catching_up' : 'connected';
}

function hasSince(code: ShownStatusCode): boolean {
  // Of a wrong sign-in it is not kept when it happened; the account may have been signed out before.
  return !['not_verified', 'importing', 'connecting', 'wrong_account'].includes(code);
}

function lineOf(code: ShownStatusCode, account: AccountEvidence): readonly LinePart[] {
  const provider = PROVIDER_NAMES[account.provider];
  const since: LinePart = { at: account.statusSince, format: 'list' };
  switch (code) {
    case 'connected':
      return account.lastMessageAt
        ? ['Last message ', { at: account.lastMessageAt, format: 'age' }, ' ago']
        : ['No message yet'];
    case 'connecting':
      return ['Usually under a minute'];
    case 'importing':
      return importLine(account);
    case 'catching_up':
      return catchUpLine(account);
    case 'not_verified':
      return account.lastCheckedAt
        ? ['Last checked ', { at: account.lastCheckedAt, format: 'list' }]
        : ['Not checked yet'];
    case 'reconnect_needed':
      return ['Since ', since, '. ', ...repairLine(account)];
    case 'wrong_account':
      return [
        'Signed out since ',
        since,
        `. Somebody signed in as ${account.wrongIdentity}; this connection belongs to ${account.name}. Nothing was merged.`,
      ];
    case 'interrupted':
      return ['Provider problem since ', since, '. We retry; nothing to do.'];
    case 'paused':
      return ['Stopped at the provider’s side since ', since, '.'];
    case 'restricted':
      return [`${provider} limited this account. We stopped all sends from it.`];
    case 'attention':
      return ['A status that we do not know, since ', since, '.'];
    case 'removed':
      return ['On ', { at: account.statusSince, format: 'day' }, '. Messages are kept.'];
  }
}

function repairLine({ nextTryAt }: AccountEvidence): readonly LinePart[] {
  if (nextTryAt === null) return ['New messages are not arriving.'];
  return ['Being repaired, next try ', { at: nextTryAt, format: 'list' }, '.'];
}

function catchUpLine({ coverage: { gaps } }: AccountEvidence): readonly LinePart[] {
  const [oldest] = gaps;
  if (!oldest) return ['Checking for messages that came meanwhile'];
  return ['Checking for messages since ', { at: oldest.from, format: 'list' }];
}

function importLine({ messageCount, syncedBackTo }: AccountEvidence): readonly LinePart[] {
  if (messageCount === 0) return ['Reading the first conversations'];
  const counted = `${messageCount.toLocaleString('en')} ${messageCount === 1 ? 'message' : 'messages'}`;
  return syncedBackTo ? [`${counted}, back to `, { at: syncedBackTo, format: 'day' }] : [counted];
}
