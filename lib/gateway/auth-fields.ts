import type { AuthCheckpoint } from './auth-types';

/** A provider's own sign-in stands behind the calls that sign in. */
export const SIGN_IN_TIMEOUT_MS = 60_000;

interface WireCheckpoint {
  type: string;
  /** Where the code of a second factor comes from. */
  source: string | null;
  /** Where a one-time code was sent; v1 does not say. */
  channel: string | null;
  public_key: string | null;
  data: string | null;
}

/** A checkpoint that both dialects ask for in the same word, or one of later times. */
export function checkpointOf(wire: WireCheckpoint): AuthCheckpoint {
  switch (wire.type.toUpperCase()) {
    case '2FA':
      return { type: 'two_factor', source: oneOf(['sms', 'app', 'whatsapp'], wire.source) };
    case 'OTP':
      return { type: 'otp', channel: oneOf(['email', 'sms', 'whatsapp'], wire.channel) };
    case 'IN_APP_VALIDATION':
      return { type: 'in_app', canEnterCode: false };
    case 'PHONE_REGISTER':
      return { type: 'phone' };
    case 'CAPTCHA':
      return { type: 'captcha', publicKey: wire.public_key, data: wire.data };
    default:
      return { type: 'unknown', raw: wire.type };
  }
}

function oneOf<const T extends string>(words: readonly T[], word: string | null): T | null {
  return words.find((one) => one === word?.toLowerCase()) ?? null;
}
