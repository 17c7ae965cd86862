import type { Checkpoint, Intent } from '../intents';
import { rightCode } from '../intents';
import type { AccountType } from '../state';
import type { World } from '../world';

export const contracts = [
  { id: '310001', name: 'Harbourline Recruiter' },
  { id: '310002', name: 'Harbourline Sales Navigator' },
];

export const challenges = [
  { id: 'sms', label: 'Text message', description: 'A code by text message' },
  { id: 'email', label: 'E-mail', description: 'A code by e-mail' },
  { id: 'app', label: 'LinkedIn app', description: 'Approve it in the app' },
];

const byChallenge: Record<string, Checkpoint> = {
  sms: { type: 'OTP', channel: 'SMS' },
  email: { type: 'OTP', channel: 'EMAIL' },
  app: { type: 'IN_APP_VALIDATION' },
};

const byTag: Record<string, Checkpoint[]> = {
  '2fa': [{ type: '2FA', channel: 'APP' }],
  '2fasms': [{ type: '2FA', channel: 'SMS' }],
  '2fawhatsapp': [{ type: '2FA', channel: 'WHATSAPP' }],
  otp: [{ type: 'OTP', channel: 'EMAIL' }],
  otpsms: [{ type: 'OTP', channel: 'SMS' }],
  otpapp: [{ type: 'OTP_OR_IN_APP', channel: 'EMAIL' }],
  inapp: [{ type: 'IN_APP_VALIDATION' }],
  captcha: [{ type: 'CAPTCHA' }],
  // The number is registered, then proven.
  phone: [{ type: 'PHONE_REGISTER' }, { type: 'OTP', channel: 'SMS' }],
  contract: [{ type: 'CONTRACT_CHOOSER' }],
  challenge: [{ type: 'CHALLENGE' }],
  loading: [{ type: 'LOADING' }],
};

/** Words with a plus before them in a user name: `mira+2fa+contract@mail.example` has two. */
export function tagsOf(login: string): string[] {
  const [local = ''] = login.split('@');
  return local.split('+').slice(1);
}

/** What the provider asks for before it lets somebody in, one after the other. */
export function checkpointsFor(type: AccountType, login: string): Checkpoint[] {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') return [{ type: 'QRCODE' }];
  return tagsOf(login).flatMap((tag) => byTag[tag] ?? []);
}

export function isSolution({ type }: Checkpoint, code: string): boolean {
  if (type === '2FA' || type === 'OTP' || type === 'OTP_OR_IN_APP') return code === rightCode;
  if (type === 'PHONE_REGISTER') return /^\(\+\d{1,3}\)\d{6,14}$/.test(code);
  if (type === 'CONTRACT_CHOOSER') return contracts.some((contract) => contract.id === code);
  // A captcha token is long; approval in the app, a choice and a QR code have no code at all.
  return type === 'CAPTCHA' && code.length >= 10;
}

/** Whether a code was sent that can be sent again. */
export function canResend({ type }: Checkpoint): boolean {
  return type === '2FA' || type === 'OTP' || type === 'OTP_OR_IN_APP';
}

/** What comes in the place of a checkpoint; null where the provider has no other way. */
export function otherWay({ type }: Checkpoint, challenge?: string): Checkpoint | null {
  if (challenge !== undefined) return byChallenge[challenge] ?? null;
  if (type === 'QRCODE' || type === 'CONTRACT_CHOOSER' || type === 'PHONE_REGISTER') return null;
  return type === 'OTP' ? { type: '2FA', channel: 'APP' } : { type: 'OTP', channel: 'EMAIL' };
}

/** The text of the QR code that is shown now. It changes every 20 seconds, or when a test says so. */
export function qrText(world: World, intent: Intent): string {
  const lifeMs = world.behaviour.qrLifeMs / world.clock.speed;
  const aged = Math.floor((world.clock.now() - intent.qrSinceMs) / lifeMs);
  if (aged > 0) {
    intent.qrNumber += aged;
    intent.qrSinceMs += aged * lifeMs;
  }
  return `2@${intent.accountId},sandbox,${intent.signIn.type},${intent.qrNumber}`;
}

/** Milliseconds until the code changes. */
export function qrLeftMs(world: World, intent: Intent): number {
  const lifeMs = world.behaviour.qrLifeMs / world.clock.speed;
  return Math.max(0, intent.qrSinceMs + lifeMs - world.clock.now());
}
