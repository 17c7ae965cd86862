import { isFresh } from '@/lib/accounts/rules';
import type { ShownStatusCode } from '@/lib/accounts/types';
import { DAY_MS } from '@/lib/core/time';
import type { ExtensionDevice } from '@/lib/extension/types';
import { missOf } from '@/lib/healing/ladder-rules';
import type { MissReason } from '@/lib/healing/types';

/** A browser in use reports every half hour; after this long without, nobody knows what it holds. */
export const SILENT_MS = DAY_MS;

export type Keeping =
  /** Connected, and this very session has signed it in before. */
  | { code: 'signed_in'; at: string }
  /** Connected; nothing stands against the session, and it was not needed so far. */
  | { code: 'ready' }
  /** Connected; the session did not help when it was last tried, and the browser holds it still. */
  | { code: 'doubtful'; at: string; outcome: FailedOutcome }
  /** Connected; the browser has said nothing for long. */
  | { code: 'silent'; since: string }
  /** Connected, but this browser could not sign it in again. */
  | { code: 'unfit'; why: MissReason }
  /** Another browser of the account holds a newer session, and the newest alone is tried. */
  | { code: 'standby' }
  /** No young proof that the account is connected. */
  | { code: 'not_verified'; since: string | null }
  /** Signed out: a session of this browser is at the API right now. */
  | { code: 'trying' }
  /** Signed out: it is this browser's turn at that time. */
  | { code: 'waiting'; at: string; outcome: FailedOutcome | null }
  /** Signed out, and this browser has nothing that may be tried. */
  | { code: 'cannot'; why: MissReason }
  /** Signed out, and nothing is tried without a person any more. */
  | { code: 'handed_over' }
  /** Another state, in which nobody's session helps. */
  | { code: 'other_state'; status: ShownStatusCode };

export type FailedOutcome = (typeof FAILED)[number];

const FAILED = ['refused', 'checkpoint', 'wrong_account'] as const;

/**
 * What a browser can do for its account at `nowMs`, by the same evidence as the repair itself. `devices`:
 * all browsers of the member. Null: no account has been chosen for it.
 */
export function keepingOf(
  device: ExtensionDevice,
  devices: readonly ExtensionDevice[],
  nowMs: number,
  freshMs: number,
): Keeping | null {
  const { account } = device;
  if (!account) return null;
  if (account.isWrongIdentity) return { code: 'other_state', status: 'wrong_account' };
  if (account.status === 'reconnect_needed') return whileSignedOut(device, devices);
  if (account.status !== 'connected') return { code: 'other_state', status: account.status };
  if (!isFresh(account.lastOkAt, nowMs, freshMs)) {
    return { code: 'not_verified', since: account.lastOkAt };
  }
  return whileConnected(device, devices, nowMs);
}

function whileConnected(
  device: ExtensionDevice,
  devices: readonly ExtensionDevice[],
  nowMs: number,
): Keeping {
  const { cookieSeenAt, lastUse } = device;
  // A session that signed in is asked for anew only once the account is lost: until then none is missing.
  const why = lastUse?.outcome === 'signed_in' ? device.refusal : whyNot(device);
  if (why) return { code: 'unfit', why };
  if (!isNewest(device, devices)) return { code: 'standby' };
  const failed = failedOutcome(device);
  if (failed && lastUse) return { code: 'doubtful', at: lastUse.at, outcome: failed };
  if (cookieSeenAt && nowMs - Date.parse(cookieSeenAt) > SILENT_MS) {
    return { code: 'silent', since: cookieSeenAt };
  }
  return lastUse?.outcome === 'signed_in'
    ? { code: 'signed_in', at: lastUse.at }
    : { code: 'ready' };
}

function whileSignedOut(device: ExtensionDevice, devices: readonly ExtensionDevice[]): Keeping {
  const { account, lastUse } = device;
  if (lastUse?.outcome === null) return { code: 'trying' };
  const why = whyNot(device);
  if (why) return { code: 'cannot', why };
  if (!isNewest(device, devices)) return { code: 'standby' };
  const at = account?.nextTryAt;
  return at ? { code: 'waiting', at, outcome: failedOutcome(device) } : { code: 'handed_over' };
}

/** Why the session that is kept may not be tried. A report of anybody else was refused before it was kept. */
function whyNot({ account, cookieSeenAt, refusal, lastUse }: ExtensionDevice): MissReason | null {
  return missOf({
    provenAtMs: account?.lastOkAt ? Date.parse(account.lastOkAt) : null,
    cookie: cookieSeenAt
      ? {
          seenAtMs: Date.parse(cookieSeenAt),
          refusal,
          isSameMember: true,
          isSameBrowser: true,
          lastUse: lastUse && { atMs: Date.parse(lastUse.at), outcome: lastUse.outcome },
        }
      : null,
  });
}

function failedOutcome({ lastUse }: ExtensionDevice): FailedOutcome | null {
  return FAILED.find((outcome) => outcome === lastUse?.outcome) ?? null;
}

function isNewest(device: ExtensionDevice, devices: readonly ExtensionDevice[]): boolean {
  return devices
    .filter(({ account }) => account?.id === device.account?.id)
    .every(({ cookieSeenAt }) => (cookieSeenAt ?? '') <= (device.cookieSeenAt ?? ''));
}
