import { z } from 'zod';
import { read } from '@/lib/gateway/answers';
import { checkpointOf, SIGN_IN_TIMEOUT_MS } from '@/lib/gateway/auth-fields';
import type {
  AuthAnswer,
  AuthCheckpoint,
  AuthCredentials,
  AuthMethod,
  GatewayAuthClient,
  MailServer,
} from '@/lib/gateway/auth-types';
import type { GatewayClient } from '@/lib/gateway/client';
import { GatewayError, garbage, hasCode } from '@/lib/gateway/errors';
import { id, listOf, optionalFlag, text } from '@/lib/gateway/fields';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { oneAccount } from './accounts';
import { toAccount } from './map';
import { accountSchema } from './wire';

const BOTH_REFUSED = '/invalid_credentials';
const ANOTHER_WAY = 'TRY_ANOTHER_WAY';

const METHODS: readonly AuthMethod[] = [
  'LINKEDIN:credentials',
  'LINKEDIN:cookies',
  'WHATSAPP:qr',
  'TELEGRAM:qr',
  'INSTAGRAM:credentials',
  'MESSENGER:credentials',
  'TWITTER:credentials',
  'MAIL:servers',
];

/** Signing in without the wizard (v1 2.4–2.7). */
export function authVerbs(
  http: GatewayHttp,
  { listAccounts }: Pick<GatewayClient, 'listAccounts'>,
): GatewayAuthClient {
  const post = async (
    call: Pick<Call, 'route' | 'params' | 'providerAccountId'>,
    value: object,
  ) => {
    const body = { kind: 'json', value } as const;
    const timed = { method: 'POST', defaultTimeoutMs: SIGN_IN_TIMEOUT_MS, ...call, body } as const;
    try {
      return toAnswer(await read(http, timed, answerSchema));
    } catch (error) {
      // One word refuses our key and a person's login (errors.md, 401): another call tells which it was.
      const isUnclear = error instanceof GatewayError && error.type?.endsWith(BOTH_REFUSED);
      if (!isUnclear || !(await isKeyGood())) throw error;
      throw new GatewayError({ ...error.info, code: 'checkpoint', retry: 'no' });
    }
  };
  const isKeyGood = () =>
    listAccounts({ limit: 1 }).then(
      () => true,
      (error: unknown) => !hasCode(error, 'key_refused'),
    );
  const solve = (provider: string, intentId: string, code: string) =>
    post({ route: '/api/v1/accounts/checkpoint' }, { provider, account_id: intentId, code });

  return {
    authMethods: METHODS,

    startAuth({ credentials, reconnectId, country }) {
      const value = { ...bodyOf(credentials), ...(country === null ? {} : { country }) };
      if (reconnectId === null) return post({ route: '/api/v1/accounts' }, value);
      return post(oneAccount(reconnectId), value);
    },

    solveCheckpoint: ({ provider, intentId, code }) => solve(provider, intentId, code),

    tryAnotherWay: ({ provider, intentId }) => solve(provider, intentId, ANOTHER_WAY),

    async resendCheckpoint({ provider, intentId }) {
      const route = '/api/v1/accounts/checkpoint/resend';
      const body = { kind: 'json', value: { provider, account_id: intentId } } as const;
      try {
        const { success } = await read(http, { method: 'POST', route, body }, resentSchema);
        return success;
      } catch (error) {
        // Beyond the providers that the route names it refuses the question itself.
        if (hasCode(error, 'not_supported') || hasCode(error, 'invalid_request')) return false;
        throw error;
      }
    },

    async pollAuth({ intentId, isReconnect }) {
      try {
        const call = { ...oneAccount(intentId), method: 'GET', expected: ['not_found'] } as const;
        const { status, providerAccountId } = toAccount(await read(http, call, accountSchema));
        if (providerAccountId !== intentId) throw garbage(null);
        const isIn = isReconnect ? status === 'ok' : status !== 'connecting';
        return isIn ? { state: 'signed_in', providerAccountId } : null;
      } catch (error) {
        // Until it is signed in there is no such account.
        if (!isReconnect && hasCode(error, 'not_found')) return null;
        throw error;
      }
    },
  };
}

function bodyOf(credentials: AuthCredentials): Record<string, unknown> {
  const { provider, method } = credentials;
  switch (method) {
    case 'cookies': {
      const { accessToken, premiumToken, userAgent } = credentials;
      return {
        provider,
        access_token: accessToken,
        ...(premiumToken === null ? {} : { premium_token: premiumToken }),
        user_agent: userAgent,
      };
    }
    case 'qr': {
      if (credentials.provider === 'WHATSAPP' || credentials.password === null) return { provider };
      return { provider, password: credentials.password };
    }
    case 'servers':
      return {
        provider,
        ...prefixed('imap', credentials.imap),
        imap_encryption: credentials.imap.encryption,
        // V1 finds out by itself how the outgoing one is encrypted.
        ...prefixed('smtp', credentials.smtp),
      };
    case 'credentials': {
      const { username, password } = credentials;
      if (credentials.provider !== 'TWITTER') return { provider, username, password };
      return { provider, username, email: credentials.email, password };
    }
  }
}

function prefixed(kind: 'imap' | 'smtp', { user, password, host, port }: MailServer) {
  const fields = { user, password, host, port };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${kind}_${name}`, value]),
  );
}

const checkpointSchema = z.object({
  type: z.string().transform((word) => word.slice(0, 50)),
  qrcode: text,
  source: text,
  public_key: text,
  data: text,
  contract_options: listOf(z.object({ id, name: text })),
});
type WireCheckpoint = z.infer<typeof checkpointSchema>;

const answerSchema = z.object({
  object: z.string(),
  account_id: id,
  checkpoint: checkpointSchema.nullable().catch(null),
});

const resentSchema = z.object({ success: optionalFlag.transform((flag) => flag ?? true) });

function toAnswer(wire: z.infer<typeof answerSchema>): AuthAnswer {
  const object = wire.object.toLowerCase();
  if (object === 'accountcreated' || object === 'accountreconnected') {
    return { state: 'signed_in', providerAccountId: wire.account_id };
  }
  if (object !== 'checkpoint' || wire.checkpoint === null) throw garbage(null);
  return {
    state: 'checkpoint',
    intentId: wire.account_id,
    checkpoint: toCheckpoint(wire.checkpoint),
  };
}

function toCheckpoint(wire: WireCheckpoint): AuthCheckpoint {
  switch (wire.type.toUpperCase()) {
    case 'QRCODE':
      if (wire.qrcode === null) return { type: 'unknown', raw: wire.type };
      return { type: 'qr', text: wire.qrcode, isRenewed: false };
    case 'CONTRACT_CHOOSER':
      return {
        type: 'contract',
        options: wire.contract_options.map((one) => ({ id: one.id, name: one.name ?? one.id })),
      };
    default:
      return checkpointOf({ ...wire, channel: null });
  }
}
