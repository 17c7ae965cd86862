import { createAccount, isSamePerson, reconnectAccount } from '../domain/accounts';
import type { SignIn } from '../domain/identity';
import { ApiError, invalid } from '../errors';
import { type Fields, isFields, requireChoice, requireText } from '../input';
import { type CheckpointType, type Intent, intentLifeMs, rightCode } from '../intents';
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
 * always a QR code for WhatsApp and Telegram, otherwise what a tag in the user name asks for
 * (`+2fa`, `+otp`, `+inapp`, `+captcha`, `+phone`, `+contract`). Password `wrong` gives 401.
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
  const signIn = readSignIn(world, type, fields, reconnecting);
  refuseWrongPassword(fields);
  refuseSomebodyElse(world, reconnecting, signIn);
  const checkpoint = checkpointFor(type, signIn.login);
  const syncLimit = readSyncLimit(fields.sync_limit);
  const intent: Intent = {
    accountId: reconnecting?.id ?? world.newId('account'),
    signIn,
    checkpoint: checkpoint ?? '2FA',
    reconnecting,
    expiresAtMs: world.clock.now() + intentLifeMs,
    ...(syncLimit === undefined ? {} : { syncLimit }),
  };
  if (checkpoint === null) return completeIntent(world, intent);
  world.intents.set(intent.accountId, intent);
  return askCheckpoint(intent);
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
  const accountId = requireText(fields, 'account_id');
  const code = requireText(fields, 'code');
  const intent = world.intents.get(accountId);
  if (intent === undefined) throw invalid('account_id has no checkpoint to solve');
  if (intent.expiresAtMs < world.clock.now()) {
    world.intents.delete(accountId);
    throw new ApiError(408, 'request_timeout', 'The checkpoint has expired');
  }
  if (code === 'TRY_ANOTHER_WAY') {
    intent.checkpoint = intent.checkpoint === 'OTP' ? '2FA' : 'OTP';
    return askCheckpoint(intent);
  }
  if (!isSolution(intent.checkpoint, code)) throw new ApiError(401, 'invalid_checkpoint_solution');
  if (intent.checkpoint === 'PHONE_REGISTER') {
    intent.checkpoint = 'OTP';
    return askCheckpoint(intent);
  }
  return completeIntent(world, intent);
}

/** Sends the code again; only where the provider can. */
export function resendCheckpoint(world: World, fields: Fields): Record<string, unknown> {
  requireChoice(fields, 'provider', ['LINKEDIN', 'INSTAGRAM']);
  const accountId = requireText(fields, 'account_id');
  const intent = world.intents.get(accountId);
  if (intent === undefined) throw invalid('account_id has no checkpoint to solve');
  const canResend = intent.checkpoint === '2FA' || intent.checkpoint === 'OTP';
  if (!canResend) throw new ApiError(501, 'feature_not_implemented');
  return { object: 'CheckpointResend', account_id: accountId, success: true };
}

/** Ends a sign-in well: the QR code was scanned, the app approved, the code was right. */
export function completeIntent(world: World, intent: Intent): Answer {
  world.intents.delete(intent.accountId);
  if (intent.reconnecting !== null) {
    reconnectAccount(world, intent.reconnecting, intent.signIn);
    return { status: 201, body: { object: 'AccountReconnected', account_id: intent.accountId } };
  }
  createAccount(world, intent.signIn, {
    id: intent.accountId,
    ...(intent.syncLimit === undefined ? {} : { syncLimit: intent.syncLimit }),
  });
  return { status: 201, body: { object: 'AccountCreated', account_id: intent.accountId } };
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

function askCheckpoint(intent: Intent): Answer {
  return {
    status: 202,
    body: { object: 'Checkpoint', account_id: intent.accountId, checkpoint: describe(intent) },
  };
}

function describe(intent: Intent): Record<string, unknown> {
  const type = intent.checkpoint;
  if (type === 'QRCODE')
    return { type, qrcode: `2@${intent.accountId},sandbox,${intent.signIn.type}` };
  if (type === '2FA') return { type, source: 'APP' };
  if (type === 'CAPTCHA') return { type, public_key: 'sandbox-captcha', data: intent.accountId };
  if (type === 'CONTRACT_CHOOSER') return { type, contract_options: contractOptions };
  return { type };
}

const contractOptions = [
  { id: '310001', name: 'Harbourline Recruiter' },
  { id: '310002', name: 'Harbourline Sales Navigator' },
];

function isSolution(checkpoint: CheckpointType, code: string): boolean {
  if (checkpoint === '2FA' || checkpoint === 'OTP') return code === rightCode;
  if (checkpoint === 'PHONE_REGISTER') return /^\(\+\d{1,3}\)\d{6,14}$/.test(code);
  if (checkpoint === 'CONTRACT_CHOOSER')
    return contractOptions.some((option) => option.id === code);
  // A captcha token is long; approval in the app and QR codes have no code at all.
  return checkpoint === 'CAPTCHA' && code.length >= 10;
}

function checkpointFor(type: AccountType, login: string): CheckpointType | null {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') return 'QRCODE';
  const tags: [string, CheckpointType][] = [
    ['+2fa', '2FA'],
    ['+otp', 'OTP'],
    ['+inapp', 'IN_APP_VALIDATION'],
    ['+captcha', 'CAPTCHA'],
    ['+phone', 'PHONE_REGISTER'],
    ['+contract', 'CONTRACT_CHOOSER'],
  ];
  return tags.find(([tag]) => login.includes(tag))?.[1] ?? null;
}

function readSignIn(
  world: World,
  type: AccountType,
  fields: Fields,
  account: Account | null,
): SignIn {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') {
    return {
      type,
      login: account?.login ?? `+31655${String(world.state.idCount).padStart(6, '0')}`,
    };
  }
  if (type === 'MAIL') return readImap(fields, account);
  if (type === 'GOOGLE_OAUTH' || type === 'OUTLOOK') {
    requireText(fields, 'access_token');
    const token = requireText(fields, 'refresh_token');
    const login = type === 'OUTLOOK' ? requireText(fields, 'username') : `${token}@gmail.example`;
    return { type, login: account?.type === 'GOOGLE_OAUTH' ? account.login : login };
  }
  if (type === 'LINKEDIN' && fields.access_token !== undefined) {
    // A cookie says nothing readable; `<anything>@<login>` names whose it is, for tests.
    const cookie = requireText(fields, 'access_token');
    const owner = cookie.includes('@')
      ? cookie.slice(cookie.indexOf('@') + 1)
      : (account?.login ?? cookie);
    return { type, login: owner, connectionMethod: 'cookies' };
  }
  requireText(fields, 'password');
  if (type === 'TWITTER') requireText(fields, 'email');
  return { type, login: requireText(fields, 'username'), connectionMethod: 'credentials' };
}

function readImap(fields: Fields, account: Account | null): SignIn {
  requireText(fields, 'imap_password');
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
  return {
    type: 'MAIL',
    login: requireText(fields, 'imap_user'),
    imap: {
      host: requireText(fields, 'imap_host'),
      port: port('imap_port'),
      encryption: requireText(fields, 'imap_encryption'),
    },
    smtp: { host: requireText(fields, 'smtp_host'), port: port('smtp_port') },
  };
}

function refuseWrongPassword(fields: Fields): void {
  const secrets = [fields.password, fields.imap_password, fields.access_token];
  if (secrets.includes('wrong')) throw new ApiError(401, 'invalid_credentials');
}

function refuseSomebodyElse(world: World, account: Account | null, signIn: SignIn): void {
  if (account === null || world.behaviour.wrongAccount === 'accept') return;
  if (!isSamePerson(account, signIn)) throw new ApiError(401, 'wrong_account');
}
