import { contracts, qrText } from '../domain/checkpoints';
import { sessionOf } from '../domain/cookies';
import type { SignIn } from '../domain/identity';
import {
  askAnotherWay,
  beginSignIn,
  findIntent,
  type Progress,
  resend,
  solve,
} from '../domain/signing-in';
import { ApiError, invalid } from '../errors';
import { digitsOf } from '../ids';
import { type Fields, isFields, optionalText, requireChoice, requireText } from '../input';
import type { Intent } from '../intents';
import type { Account, AccountType } from '../state';
import type { World } from '../world';

interface Answer {
  status: 200 | 201 | 202;
  body: Record<string, unknown>;
}

const providers = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'TWITTER',
  'MAIL',
  'GOOGLE_OAUTH',
  'OUTLOOK',
] as const satisfies readonly AccountType[];

/**
 * Native connect (`reconnecting` null) or reconnect. 201 when signed in, 202 with a checkpoint:
 * always a QR code for WhatsApp and Telegram, otherwise what the tags in the user name ask for
 * (`domain/checkpoints.ts`). Password `wrong` gives 401.
 */
export function connectNatively(
  world: World,
  fields: Fields,
  reconnecting: Account | null,
): Answer {
  const type = requireChoice(fields, 'provider', providers);
  if (reconnecting !== null && reconnecting.type !== type) {
    throw invalid(`The account is of type ${reconnecting.type}`);
  }
  const country = optionalText(fields, 'country') ?? null;
  if (country !== null && !/^[A-Za-z]{2}$/.test(country)) {
    throw invalid('country must have two letters');
  }
  const signIn = readSignIn(world, type, fields, reconnecting);
  return toAnswer(
    world,
    beginSignIn(world, {
      signIn,
      reconnecting,
      isRefused: isRefused(world, fields),
      syncLimit: readSyncLimit(fields.sync_limit),
      country,
      hasSecondFactor: type === 'TELEGRAM' && fields.password !== undefined,
    }),
  );
}

/** Solves a checkpoint with a code; may answer with the next checkpoint. */
export function solveCheckpoint(world: World, fields: Fields): Answer {
  requireChoice(fields, 'provider', [
    'LINKEDIN',
    'INSTAGRAM',
    'TWITTER',
    'MESSENGER',
    'WHATSAPP',
    'TELEGRAM',
  ]);
  const intent = requireIntent(world, fields);
  const code = requireText(fields, 'code');
  return toAnswer(
    world,
    code === 'TRY_ANOTHER_WAY' ? askAnotherWay(world, intent) : solve(world, intent, code),
  );
}

/** Sends the code again; only where the provider can. */
export function resendCheckpoint(world: World, fields: Fields): Record<string, unknown> {
  requireChoice(fields, 'provider', ['LINKEDIN', 'INSTAGRAM']);
  const intent = requireIntent(world, fields);
  resend(world, intent);
  return { object: 'CheckpointResend', account_id: intent.accountId, success: true };
}

/** `sync_limit` of a messaging account: dates or quantities; undefined = everything. */
export function readSyncLimit(value: unknown): Account['syncLimit'] | undefined {
  if (value === undefined || value === null || value === 'NO_HISTORY_SYNC') return undefined;
  if (!isFields(value)) throw invalid('sync_limit must be an object');
  const limit: NonNullable<Account['syncLimit']> = {};
  for (const name of ['chats', 'messages'] as const) {
    const bound = value[name];
    if (bound === undefined) continue;
    if (typeof bound !== 'string' && (typeof bound !== 'number' || bound < 0)) {
      throw invalid(`sync_limit.${name} must be a date or a quantity`);
    }
    limit[name] = bound;
  }
  return limit;
}

function requireIntent(world: World, fields: Fields): Intent {
  const intent = findIntent(world, requireText(fields, 'account_id'));
  if (intent === undefined) throw invalid('account_id has no checkpoint to solve');
  return intent;
}

function toAnswer(world: World, { account, intent }: Progress): Answer {
  const account_id = intent.accountId;
  if (account === null) {
    const body = { object: 'Checkpoint', account_id, checkpoint: describe(world, intent) };
    return { status: 202, body };
  }
  const object = intent.reconnecting === null ? 'AccountCreated' : 'AccountReconnected';
  return { status: 201, body: { object, account_id } };
}

/** The checkpoint in the words of v1; what v2 alone has is asked for in the nearest one. */
function describe(world: World, intent: Intent): Record<string, unknown> {
  const [checkpoint = { type: 'OTP' }] = intent.checkpoints;
  const { type } = checkpoint;
  if (type === 'QRCODE') return { type, qrcode: qrText(world, intent) };
  if (type === '2FA') return { type, source: checkpoint.channel === 'APP' ? 'APP' : 'SMS' };
  if (type === 'CAPTCHA') return { type, public_key: 'sandbox-captcha', data: intent.accountId };
  if (type === 'CONTRACT_CHOOSER') return { type, contract_options: contracts };
  if (type === 'PHONE_REGISTER' || type === 'IN_APP_VALIDATION') return { type };
  return { type: 'OTP' };
}

function readSignIn(
  world: World,
  type: AccountType,
  fields: Fields,
  account: Account | null,
): SignIn {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') return scanned(world, type, account);
  if (type === 'MAIL') return readImap(fields, account);
  if (type === 'GOOGLE_OAUTH' || type === 'OUTLOOK') {
    requireText(fields, 'access_token');
    const token = requireText(fields, 'refresh_token');
    // A token says nothing readable, and is not kept.
    const login =
      type === 'OUTLOOK'
        ? requireText(fields, 'username')
        : `user${digitsOf(8, 'token', token)}@gmail.example`;
    return { type, login: account?.type === 'GOOGLE_OAUTH' ? account.login : login };
  }
  if (type === 'LINKEDIN' && fields.access_token !== undefined) {
    const login = ownerOfCookie(world, requireText(fields, 'access_token'), account);
    return { type, login, connectionMethod: 'cookies' };
  }
  requireText(fields, 'password');
  if (type === 'TWITTER') requireText(fields, 'email');
  return { type, login: requireText(fields, 'username'), connectionMethod: 'credentials' };
}

/** Nobody says who they are before they scan; a number is invented until then. */
export function scanned(
  world: World,
  type: 'WHATSAPP' | 'TELEGRAM',
  account: Account | null,
): SignIn {
  const login = account?.login ?? `+31655${String(world.state.idCount).padStart(6, '0')}`;
  return { type, login };
}

/**
 * Whose a cookie is: of whoever it was made for; for tests `<anything>@<login>` names somebody; any other is of the
 * account's owner or of somebody invented. The cookie itself goes nowhere.
 */
export function ownerOfCookie(world: World, cookie: string, account: Account | null): string {
  const session = sessionOf(world, cookie);
  if (session !== undefined) return session.login;
  if (cookie.includes('@')) return cookie.slice(cookie.indexOf('@') + 1);
  return account?.login ?? `member${digitsOf(8, 'cookie', cookie)}`;
}

function readImap(fields: Fields, account: Account | null): SignIn {
  const password = requireText(fields, 'imap_password');
  requireText(fields, 'smtp_password');
  // A reconnect needs the passwords only; the servers are known.
  if (account !== null && fields.imap_user === undefined)
    return { type: 'MAIL', login: account.login };
  const port = (name: string) => {
    const value = Number(fields[name]);
    if (!Number.isInteger(value)) throw invalid(`${name} must be a number`);
    return value;
  };
  requireText(fields, 'smtp_user');
  const signIn: SignIn = {
    type: 'MAIL',
    login: requireText(fields, 'imap_user'),
    imap: {
      host: requireText(fields, 'imap_host'),
      port: port('imap_port'),
      encryption: requireText(fields, 'imap_encryption'),
    },
    smtp: { host: requireText(fields, 'smtp_host'), port: port('smtp_port') },
  };
  refuseServers(signIn, password);
  return signIn;
}

/** What a mail server may refuse: an address where none is, and a password that is not one for programs. */
export function refuseServers({ imap, smtp }: SignIn, password: string): void {
  if (imap?.host === 'refused.example') throw new ApiError(401, 'invalid_imap_configuration');
  if (smtp?.host === 'refused.example') throw new ApiError(401, 'invalid_smtp_configuration');
  if (password === 'not-an-app-password') {
    throw new ApiError(401, 'invalid_credentials_but_valid_account_imap');
  }
}

/** Whether the login is refused: the word `wrong`, a dead cookie, or one of another browser. */
function isRefused(world: World, fields: Fields): boolean {
  const secrets = [fields.password, fields.imap_password, fields.access_token];
  if (secrets.includes('wrong')) return true;
  return isCookieRefused(world, fields.access_token, fields.user_agent);
}

export function isCookieRefused(world: World, cookie: unknown, userAgent: unknown): boolean {
  const session = typeof cookie === 'string' ? sessionOf(world, cookie) : undefined;
  if (session === undefined) return false;
  return session.isDead || (session.userAgent !== null && session.userAgent !== userAgent);
}
