import type { Context, Hono } from 'hono';
import { isCookieRefused, ownerOfCookie, refuseServers, scanned } from '../api/connecting';
import type { ApiEnv } from '../api/context';
import { challenges, contracts, qrText } from '../domain/checkpoints';
import type { SignIn } from '../domain/identity';
import {
  askAnotherWay,
  beginSignIn,
  type Progress,
  resend,
  solve,
  waitFor,
} from '../domain/signing-in';
import {
  type Fields,
  httpUrl,
  isFields,
  optionalText,
  readJson,
  requireChoice,
  requireText,
} from '../input';
import type { Intent } from '../intents';
import type { Account, AccountType } from '../state';
import { accountWireV2 } from '../wire-v2/account';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';
import { findV2Account, v2NotFound } from './context';
import { invalidParameters } from './errors';

const types = {
  linkedin: 'LINKEDIN',
  whatsapp: 'WHATSAPP',
  instagram: 'INSTAGRAM',
  telegram: 'TELEGRAM',
  imap: 'MAIL',
  google: 'GOOGLE',
  outlook: 'OUTLOOK',
} as const;

type Provider = keyof typeof types;

/** Custom authentication: the four answers of one union, whatever was asked. */
export function signInRoutes(api: Hono<ApiEnv>, world: World): void {
  api.post('/auth/intent', async (c) => {
    const fields = await readJson(c.req.raw);
    const provider = requireChoice(fields, 'provider', Object.keys(types) as Provider[]);
    if (provider === 'google' || provider === 'outlook') {
      return c.json({ object: 'OauthUrl', url: consentUrl(world, provider, fields) });
    }
    return answer(c, world, begin(world, provider, fields));
  });

  /** A code solves; without one the call waits for a scan, an approval, or what comes after loading. */
  api.post('/auth/checkpoint', async (c) => {
    const fields = await readJson(c.req.raw);
    const intent = requireIntent(world, fields);
    const { code } = fields;
    if (typeof code !== 'string') throw invalidParameters('code must be a string');
    const progress = code === '' ? await waitFor(world, intent) : solve(world, intent, code);
    return answer(c, world, progress);
  });

  api.post('/auth/checkpoint/request', async (c) => {
    const fields = await readJson(c.req.raw);
    const intent = requireIntent(world, fields);
    return answer(c, world, askAnotherWay(world, intent, optionalText(fields, 'challenge')));
  });

  api.post('/auth/checkpoint/resend', async (c) => {
    resend(world, requireIntent(world, await readJson(c.req.raw)));
    return c.body(null, 204);
  });
}

function begin(world: World, provider: Exclude<Provider, 'google' | 'outlook'>, fields: Fields) {
  const type = types[provider];
  const credentials = part(fields, 'credentials') ?? {};
  const id = optionalText(fields, 'account_id');
  const reconnecting = id === undefined ? null : (findV2Account(world, id) ?? null);
  if (id !== undefined && reconnecting === null) throw v2NotFound('Account');
  if (reconnecting !== null && reconnecting.type !== type) {
    throw invalidParameters('The account is of another provider');
  }
  const proxy = part(part(fields, 'config') ?? {}, 'auto_proxy_config');
  const secrets = [
    credentials.password,
    credentials.access_token,
    part(credentials, 'imap')?.password,
  ];
  return beginSignIn(world, {
    signIn: readSignIn(world, type, credentials, fields, reconnecting),
    reconnecting,
    isRefused:
      secrets.includes('wrong') ||
      isCookieRefused(world, credentials.access_token, fields.user_agent),
    authState: optionalText(fields, 'state'),
    country: proxy === undefined ? null : (optionalText(proxy, 'country') ?? null),
    hasSecondFactor: credentials.twofa !== undefined,
  });
}

function readSignIn(
  world: World,
  type: AccountType,
  credentials: Fields,
  fields: Fields,
  account: Account | null,
): SignIn {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') {
    if (credentials.qrcode !== true) throw invalidParameters('credentials.qrcode must be true');
    return scanned(world, type, account);
  }
  if (type === 'MAIL') return readServers(credentials);
  if (type === 'LINKEDIN' && credentials.access_token !== undefined) {
    requireText(fields, 'user_agent');
    const login = ownerOfCookie(world, requireText(credentials, 'access_token'), account);
    return { type, login, connectionMethod: 'cookies' };
  }
  requireText(credentials, 'password');
  const login = requireText(credentials, 'username');
  return { type, login, connectionMethod: 'credentials' };
}

/** Both servers, or an address alone whose servers are found. */
function readServers(credentials: Fields): SignIn {
  const imap = part(credentials, 'imap');
  const smtp = part(credentials, 'smtp');
  if (imap === undefined || smtp === undefined) {
    requireText(credentials, 'password');
    return { type: 'MAIL', login: requireText(credentials, 'user') };
  }
  const portOf = (server: Fields) => {
    const port = Number(server.port);
    if (!Number.isInteger(port)) throw invalidParameters('port must be a number');
    return port;
  };
  requireText(smtp, 'password');
  const signIn: SignIn = {
    type: 'MAIL',
    login: requireText(imap, 'user'),
    imap: {
      host: requireText(imap, 'host'),
      port: portOf(imap),
      encryption: optionalText(imap, 'encryption') ?? 'default',
    },
    smtp: { host: requireText(smtp, 'host'), port: portOf(smtp) },
  };
  refuseServers(signIn, requireText(imap, 'password'));
  return signIn;
}

/** Google and Microsoft ask on a page of their own, for which the wizard's stands. */
function consentUrl(world: World, provider: 'google' | 'outlook', fields: Fields): string {
  const redirectUri = httpUrl(fields, 'oauth_callback_redirect_uri');
  if (redirectUri === undefined) {
    throw invalidParameters('oauth_callback_redirect_uri is required');
  }
  const id = optionalText(fields, 'account_id');
  const account = id === undefined ? undefined : findV2Account(world, id);
  if (id !== undefined && account === undefined) throw v2NotFound('Account');
  const state = optionalText(fields, 'state');
  const token = world.newId('link');
  world.state.links.set(token, {
    token,
    type: account === undefined ? 'create' : 'reconnect',
    providers: [types[provider]],
    redirectUri,
    expiresAtMs: world.clock.now() + world.behaviour.intentLifeMs,
    isBypassingSuccess: true,
    isSingleUse: true,
    disabledOptions: [],
    ...(account === undefined ? {} : { reconnectAccountId: account.id }),
    ...(state === undefined ? {} : { state }),
  });
  world.changed();
  return `${world.publicUrl}/hosted/${token}`;
}

function requireIntent(world: World, fields: Fields): Intent {
  const id = requireText(fields, 'intent_id');
  const intent = world.intents.findLast(({ accountId }) => v2AccountId({ id: accountId }) === id);
  if (intent === undefined) throw v2NotFound('Intent');
  return intent;
}

function answer(c: Context, world: World, { account, intent }: Progress): Response {
  if (account !== null) return c.json(accountWireV2(account));
  const intent_id = v2AccountId({ id: intent.accountId });
  if (intent.checkpoints[0]?.type === 'QRCODE') {
    const qrcode = qrText(world, intent);
    intent.toldQrNumber = intent.qrNumber;
    return c.json({ object: 'AuthenticationQrCode', qrcode, intent_id });
  }
  return c.json({ object: 'AuthenticationCheckpoint', checkpoint: describe(intent), intent_id });
}

function describe(intent: Intent): Record<string, unknown> {
  const [checkpoint = { type: 'LOADING' }] = intent.checkpoints;
  const { type, channel } = checkpoint;
  switch (type) {
    case '2FA':
      return { type, platform: channel ?? 'APP' };
    case 'OTP':
      return { type, channel: channel ?? 'EMAIL' };
    case 'OTP_OR_IN_APP':
      return { type: 'OTP_OR_IN_APP_VALIDATION', channel: channel ?? 'EMAIL' };
    case 'CAPTCHA':
      return { type, public_key: 'sandbox-captcha', data: intent.accountId };
    case 'CONTRACT_CHOOSER':
      return { type: 'CONTRACT_SELECTION', contracts };
    case 'CHALLENGE':
      return { type: 'CHALLENGE_SELECTION', challenges };
    default:
      return { type };
  }
}

function part(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!isFields(value)) throw invalidParameters(`${name} must be an object`);
  return value;
}
