import { ApiError, invalid } from '../errors';
import type { Checkpoint, Intent, IntentEnd } from '../intents';
import type { Account } from '../state';
import type { World } from '../world';
import { createAccount, isSamePerson, reconnectAccount } from './accounts';
import {
  canResend,
  checkpointsFor,
  isSolution,
  otherWay,
  qrLeftMs,
  qrText,
  tagsOf,
} from './checkpoints';
import type { SignIn } from './identity';

/** A sign-in as both formats read it. Of its secrets it has only whether they would be taken. */
export interface Request {
  signIn: SignIn;
  reconnecting: Account | null;
  isRefused: boolean;
  syncLimit?: Account['syncLimit'] | undefined;
  authState?: string | undefined;
  country: string | null;
  hasSecondFactor: boolean;
}

/** Where a sign-in stands: an account, or the checkpoint that it waits for. */
export type Progress = { account: Account; intent: Intent } | { account: null; intent: Intent };

/** Begins a sign-in. A newer one of the same account, or of the same person, takes the place of an older. */
export function beginSignIn(world: World, request: Request): Progress {
  const { signIn, reconnecting } = request;
  const { type } = signIn;
  if (type === 'LINKEDIN' && world.behaviour.isLinkedinOut) {
    throw new ApiError(500, 'provider_error', 'LinkedIn is not answering');
  }
  if (request.isRefused) throw new ApiError(401, 'invalid_credentials');
  refuseByTag(signIn.login);
  if (reconnecting !== null && type !== 'WHATSAPP' && type !== 'TELEGRAM') {
    refuseSomebodyElse(world, reconnecting, signIn);
  }
  const now = world.clock.now();
  const intent: Intent = {
    accountId: reconnecting?.id ?? world.newId('account'),
    signIn,
    checkpoints: checkpointsFor(type, signIn.login),
    reconnecting,
    country: request.country,
    hasSecondFactor: request.hasSecondFactor,
    startedAtMs: now,
    expiresAtMs: now + world.behaviour.intentLifeMs,
    qrNumber: 0,
    qrSinceMs: now,
    toldQrNumber: 0,
    resentCount: 0,
    end: null,
    waiting: new Set(),
    ...(request.syncLimit === undefined ? {} : { syncLimit: request.syncLimit }),
    ...(request.authState === undefined ? {} : { authState: request.authState }),
  };
  for (const older of world.intents) if (isReplacing(intent, older)) finish(older, 'replaced');
  world.intents.push(intent);
  return goOn(world, intent);
}

/** The latest attempt under an id; undefined for none. */
export function findIntent(world: World, accountId: string): Intent | undefined {
  return world.intents.findLast((intent) => intent.accountId === accountId);
}

/** Takes a code; may answer with the next checkpoint. */
export function solve(world: World, intent: Intent, code: string): Progress {
  refuseEnded(world, intent);
  const [checkpoint] = intent.checkpoints;
  if (checkpoint === undefined || !isSolution(checkpoint, code)) {
    throw new ApiError(401, 'invalid_checkpoint_solution');
  }
  intent.checkpoints.shift();
  return goOn(world, intent);
}

/** Asks for another checkpoint in place of this one; `challenge` names it where there is a choice. */
export function askAnotherWay(world: World, intent: Intent, challenge?: string): Progress {
  refuseEnded(world, intent);
  const [checkpoint] = intent.checkpoints;
  const other = checkpoint === undefined ? null : otherWay(checkpoint, challenge);
  if (other === null) throw new ApiError(401, 'checkpoint_error', 'There is no other way');
  intent.checkpoints[0] = other;
  wake(intent);
  return { account: null, intent };
}

/** Sends a code again; 501 where none was sent. */
export function resend(world: World, intent: Intent): void {
  refuseEnded(world, intent);
  const [checkpoint] = intent.checkpoints;
  if (checkpoint === undefined || !canResend(checkpoint)) {
    throw new ApiError(501, 'feature_not_implemented');
  }
  intent.resentCount += 1;
}

/** Waits, as v2 does, until something happens, the QR code changes, or too much time has gone by. */
export async function waitFor(world: World, intent: Intent): Promise<Progress> {
  const [asked] = intent.checkpoints;
  if (intent.end === null && asked !== undefined && isAwaited(asked) && !isQrNew(world, intent)) {
    const { authWaitMs } = world.behaviour;
    const isQr = asked.type === 'QRCODE';
    const leftMs = isQr ? qrLeftMs(world, intent) * world.clock.speed : authWaitMs;
    await Promise.race([
      new Promise<void>((resolve) => intent.waiting.add(resolve)),
      world.clock.pause(Math.min(authWaitMs, leftMs)),
    ]);
  }
  if (intent.end === 'done') {
    const account = world.state.accounts.get(intent.accountId);
    if (account !== undefined) return { account, intent };
  }
  refuseEnded(world, intent);
  // The provider was only slow.
  if (asked?.type === 'LOADING' && intent.checkpoints[0] === asked) {
    intent.checkpoints.shift();
    return goOn(world, intent);
  }
  return { account: null, intent };
}

/**
 * The owner did on the phone what was asked: scanned the QR code or approved it in the app. `login` says who it was,
 * where it was somebody else; a second factor is asked for where the account has one and none was given.
 */
export function approve(
  world: World,
  intent: Intent,
  how: { login?: string | undefined; needsSecondFactor?: boolean } = {},
): Progress {
  refuseEnded(world, intent);
  if (how.login !== undefined) intent.signIn.login = how.login;
  const { reconnecting, signIn } = intent;
  if (reconnecting !== null && isRefused(world, reconnecting, signIn)) {
    finish(intent, 'somebody_else');
    return { account: null, intent };
  }
  intent.checkpoints.shift();
  if (how.needsSecondFactor === true && !intent.hasSecondFactor) {
    intent.checkpoints.unshift({ type: '2FA', channel: 'APP' });
  }
  return goOn(world, intent);
}

/** Ends an attempt otherwise than well. */
export function finish(intent: Intent, end: IntentEnd): void {
  if (intent.end !== null) return;
  intent.end = end;
  wake(intent);
}

/** Another QR code takes the place of this one now. */
export function renewQr(world: World, intent: Intent): void {
  intent.qrNumber += 1;
  intent.qrSinceMs = world.clock.now();
  wake(intent);
}

export function isWaiting(world: World, intent: Intent): boolean {
  return intent.end === null && intent.expiresAtMs > world.clock.now();
}

function goOn(world: World, intent: Intent): Progress {
  if (intent.checkpoints.length > 0) {
    wake(intent);
    return { account: null, intent };
  }
  const account = signIn(world, intent);
  finish(intent, 'done');
  return { account, intent };
}

function signIn(world: World, intent: Intent): Account {
  const { reconnecting, accountId, syncLimit, authState } = intent;
  if (reconnecting !== null) {
    reconnectAccount(world, reconnecting, intent.signIn, authState);
    return reconnecting;
  }
  return createAccount(world, intent.signIn, {
    id: accountId,
    ...(syncLimit === undefined ? {} : { syncLimit }),
    ...(authState === undefined ? {} : { authState }),
  });
}

function wake(intent: Intent): void {
  for (const resolve of intent.waiting) resolve();
  intent.waiting.clear();
}

function isQrNew(world: World, intent: Intent): boolean {
  if (intent.checkpoints[0]?.type !== 'QRCODE') return false;
  qrText(world, intent);
  return intent.qrNumber !== intent.toldQrNumber;
}

function isAwaited({ type }: Checkpoint): boolean {
  return ['QRCODE', 'IN_APP_VALIDATION', 'OTP_OR_IN_APP', 'LOADING'].includes(type);
}

function refuseEnded(world: World, intent: Intent): void {
  if (intent.end === null && intent.expiresAtMs <= world.clock.now()) finish(intent, 'expired');
  switch (intent.end) {
    case null:
      return;
    case 'done':
      throw invalid('account_id has no checkpoint to solve');
    case 'replaced':
      throw new ApiError(409, 'operation_canceled', 'A newer attempt took its place');
    case 'refused':
      throw new ApiError(401, 'checkpoint_error', 'The owner said no');
    case 'somebody_else':
      throw new ApiError(401, 'wrong_account');
    case 'expired':
      throw new ApiError(408, 'request_timeout', 'The checkpoint has expired');
    case 'broken':
      throw new ApiError(500, 'authentication_intent_error');
  }
}

/** Of the same account, or of the same person where people say who they are before anything is asked. */
function isReplacing(newer: Intent, older: Intent): boolean {
  if (older.end !== null) return false;
  if (newer.accountId === older.accountId) return true;
  const { type, login } = newer.signIn;
  const isSame = older.signIn.type === type && older.signIn.login === login;
  return isSame && newer.reconnecting === null && older.reconnecting === null;
}

/** Refusals that a user name asks for. */
function refuseByTag(login: string): void {
  const tags = tagsOf(login);
  if (tags.includes('captcha401')) throw new ApiError(401, 'captcha_not_supported');
  if (tags.includes('session')) throw new ApiError(401, 'multiple_sessions');
  if (tags.includes('restricted')) throw new ApiError(403, 'account_restricted');
  if (tags.includes('action')) throw new ApiError(403, 'action_required');
}

function refuseSomebodyElse(world: World, account: Account, signIn: SignIn): void {
  if (isRefused(world, account, signIn)) throw new ApiError(401, 'wrong_account');
}

function isRefused(world: World, account: Account, signIn: SignIn): boolean {
  return world.behaviour.wrongAccount !== 'accept' && !isSamePerson(account, signIn);
}
