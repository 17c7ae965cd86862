import { z } from 'zod';
import { read } from '@/lib/gateway/answers';
import { checkpointOf, SIGN_IN_TIMEOUT_MS } from '@/lib/gateway/auth-fields';
import type {
  AuthAnswer,
  AuthCheckpoint,
  AuthCredentials,
  AuthMethod,
  AuthRequest,
  GatewayAuthClient,
} from '@/lib/gateway/auth-types';
import type { GatewayClient } from '@/lib/gateway/client';
import { garbage, hasCode } from '@/lib/gateway/errors';
import { id, listOf, text } from '@/lib/gateway/fields';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { notSupported } from './answers';

/** The API holds the answer until something happens; whoever asks is a job, which must not hold up others. */
const WAIT_TIMEOUT_MS = 4_000;
/** The call that takes a code waits where there is none. */
const NO_CODE = '';

const METHODS: readonly AuthMethod[] = [
  'LINKEDIN:credentials',
  'LINKEDIN:cookies',
  'WHATSAPP:qr',
  'TELEGRAM:qr',
  'INSTAGRAM:credentials',
  'MAIL:servers',
];

/** Signing in without the wizard (v2 §4). */
export function authVerbs(
  http: GatewayHttp,
  { getAccount }: Pick<GatewayClient, 'getAccount'>,
): GatewayAuthClient {
  const post = async (route: string, value: object, more: Partial<Call> = {}) => {
    const body = { kind: 'json', value } as const;
    const timed = { method: 'POST', route, body, defaultTimeoutMs: SIGN_IN_TIMEOUT_MS } as const;
    return toAnswer(await read(http, { ...timed, ...more }, answerSchema));
  };

  return {
    authMethods: METHODS,

    async startAuth(request) {
      return post('/v2/auth/intent', bodyOf(request));
    },

    solveCheckpoint: ({ intentId, code }) =>
      post('/v2/auth/checkpoint', { intent_id: intentId, code }),

    tryAnotherWay: ({ intentId, challengeId }) =>
      post('/v2/auth/checkpoint/request', {
        intent_id: intentId,
        ...(challengeId === undefined ? {} : { challenge: challengeId }),
      }),

    async resendCheckpoint({ intentId }) {
      const route = '/v2/auth/checkpoint/resend';
      const body = { kind: 'json', value: { intent_id: intentId } } as const;
      try {
        await http.call({ method: 'POST', route, body, mayBeEmpty: true });
        return true;
      } catch (error) {
        if (hasCode(error, 'not_supported')) return false;
        throw error;
      }
    },

    async pollAuth({ intentId }) {
      const waiting = { intent_id: intentId, code: NO_CODE };
      try {
        return await post('/v2/auth/checkpoint', waiting, {
          defaultTimeoutMs: WAIT_TIMEOUT_MS,
          expected: ['timeout'],
        });
      } catch (error) {
        // Our own time-out: it was waited for long enough.
        if (hasCode(error, 'timeout') && error.status === null) return null;
        if (!hasCode(error, 'not_found')) throw error;
        // Over, and an attempt has the id of its account: the answer that said so may have got lost.
        const account = await getAccount(intentId).catch(() => null);
        if (account?.status !== 'ok') throw error;
        return { state: 'signed_in', providerAccountId: account.providerAccountId };
      }
    },
  };
}

function bodyOf({ credentials, reconnectId, country }: AuthRequest): Record<string, unknown> {
  return {
    ...signInOf(credentials),
    ...(country === null || credentials.provider === 'MAIL' || credentials.provider === 'TELEGRAM'
      ? {}
      : { config: { auto_proxy_config: { country } } }),
    ...(reconnectId === null ? {} : { account_id: reconnectId }),
  };
}

function signInOf(credentials: AuthCredentials): Record<string, unknown> {
  switch (credentials.provider) {
    case 'LINKEDIN': {
      if (credentials.method === 'credentials') {
        const { username, password } = credentials;
        return { provider: 'linkedin', credentials: { username, password } };
      }
      const { accessToken, premiumToken, userAgent } = credentials;
      const premium = premiumToken === null ? {} : { premium_access_token: premiumToken };
      return {
        provider: 'linkedin',
        credentials: { access_token: accessToken, ...premium },
        user_agent: userAgent,
      };
    }
    case 'INSTAGRAM': {
      const { username, password } = credentials;
      return { provider: 'instagram', credentials: { username, password } };
    }
    case 'WHATSAPP':
      return { provider: 'whatsapp', credentials: { qrcode: true } };
    case 'TELEGRAM': {
      const { password } = credentials;
      const twofa = password === null ? {} : { twofa: password };
      return { provider: 'telegram', credentials: { qrcode: true, ...twofa } };
    }
    case 'MAIL': {
      const { imap, smtp } = credentials;
      return { provider: 'imap', credentials: { imap, smtp } };
    }
    case 'MESSENGER':
    case 'TWITTER':
      // V2 offers neither.
      throw notSupported();
  }
}

const checkpointSchema = z.object({
  type: z.string().transform((word) => word.slice(0, 50)),
  channel: text,
  platform: text,
  public_key: text,
  data: text,
  contracts: listOf(z.object({ id, name: text })),
  challenges: listOf(z.object({ id, label: text })),
});

const answerSchema = z.object({
  object: z.string(),
  id: id.optional(),
  intent_id: id.optional(),
  qrcode: z.string().min(1).optional(),
  checkpoint: checkpointSchema.nullable().catch(null),
});

function toAnswer(wire: z.infer<typeof answerSchema>): AuthAnswer {
  const { intent_id: intentId, qrcode, checkpoint } = wire;
  const object = wire.object.toLowerCase();
  if (object === 'account' && wire.id !== undefined) {
    return { state: 'signed_in', providerAccountId: wire.id };
  }
  if (intentId === undefined) throw garbage(null);
  if (object === 'authenticationqrcode' && qrcode !== undefined) {
    return {
      state: 'checkpoint',
      intentId,
      checkpoint: { type: 'qr', text: qrcode, isRenewed: true },
    };
  }
  if (object !== 'authenticationcheckpoint' || checkpoint === null) throw garbage(null);
  return { state: 'checkpoint', intentId, checkpoint: toCheckpoint(checkpoint) };
}

function toCheckpoint(wire: z.infer<typeof checkpointSchema>): AuthCheckpoint {
  switch (wire.type.toUpperCase()) {
    case 'OTP_OR_IN_APP_VALIDATION':
      return { type: 'in_app', canEnterCode: true };
    case 'CONTRACT_SELECTION':
      return {
        type: 'contract',
        options: wire.contracts.map((one) => ({ id: one.id, name: one.name ?? one.id })),
      };
    case 'CHALLENGE_SELECTION':
      return {
        type: 'challenge',
        options: wire.challenges.map((one) => ({ id: one.id, name: one.label ?? one.id })),
      };
    case 'LOADING':
      return { type: 'loading' };
    default:
      return checkpointOf({ ...wire, source: wire.platform });
  }
}
