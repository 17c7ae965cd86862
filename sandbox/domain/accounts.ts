import type { Account, AccountType, SourceStatus } from '../state';
import { statusOf, type World } from '../world';
import { deliverMissedEmails } from './emails';
import { isMailbox, plantFolders } from './folders';
import { growHistory } from './history';
import { identityOf, nameFromLogin, type SignIn } from './identity';
import { deliverMissed } from './messaging';
import { addSelf } from './people';
import { shortType } from './webhook-bodies';

/**
 * Adds an account whose sources are CONNECTING: CREATION_SUCCESS goes out, then it becomes OK, its
 * history appears without message events, and SYNC_SUCCESS follows.
 */
export function createAccount(
  world: World,
  signIn: SignIn,
  extra: {
    id?: string;
    syncLimit?: Account['syncLimit'];
    hasPermissions?: boolean;
    authState?: string;
  } = {},
): Account {
  const account = addAccount(world, signIn, extra);
  account.authState = extra.authState;
  publishStatus(world, account, 'CREATION_SUCCESS');
  connect(world, account, extra.hasPermissions === false ? 'PERMISSIONS' : 'OK');
  return account;
}

/** Puts an account into the world without any event; sources start as CONNECTING. */
export function addAccount(
  world: World,
  signIn: SignIn,
  extra: { id?: string; syncLimit?: Account['syncLimit'] } = {},
): Account {
  const id = extra.id ?? world.newId('account');
  const identity = identityOf(signIn);
  const owner = signIn.name ?? nameFromLogin(signIn.login);
  const account: Account = {
    id,
    type: signIn.type,
    name: accountName(signIn, owner),
    owner,
    login: signIn.login,
    createdAtMs: world.clock.now(),
    identity,
    sources: sourceNames(signIn.type).map((name) => ({
      id: `${id}_${name}`,
      status: 'CONNECTING',
    })),
    isRestricted: false,
    isPremium: false,
    hasHistory: false,
    missed: [],
    relations: [],
    invitations: [],
  };
  if (extra.syncLimit !== undefined) account.syncLimit = extra.syncLimit;
  if (signIn.connectionMethod !== undefined) account.connectionMethod = signIn.connectionMethod;
  world.state.accounts.set(id, account);
  addSelf(world, account);
  plantFolders(world, account);
  world.changed();
  return account;
}

/** Signs an account in again. Its id stays; the identity changes when somebody else signed in. */
export function reconnectAccount(
  world: World,
  account: Account,
  signIn: SignIn,
  authState?: string,
): void {
  account.authState = authState;
  if (!isSamePerson(account, signIn)) {
    account.identity = identityOf(signIn);
    account.login = signIn.login;
    account.owner = signIn.name ?? nameFromLogin(signIn.login);
    account.name = accountName(signIn, account.owner);
    addSelf(world, account);
  }
  account.isRestricted = false;
  setSources(world, account, 'CONNECTING');
  publishStatus(world, account, 'RECONNECTED');
  connect(world, account, 'OK');
}

/** True when the sign-in is the account's own login. */
export function isSamePerson(account: Account, signIn: SignIn): boolean {
  return signIn.login.trim().toLowerCase() === account.login.trim().toLowerCase();
}

/**
 * Drives the status of an account. `isSilent` changes the state without an event;
 * `isEventOnly` sends the event without changing anything, which a receiver must not believe;
 * `source` names the only source to change (`MAILS`, `CALENDAR`, `MESSAGING`).
 */
export function setStatus(
  world: World,
  account: Account,
  status: SourceStatus,
  how: { isSilent?: boolean; isEventOnly?: boolean; source?: string } = {},
): void {
  if (how.isEventOnly !== true) {
    if (status === 'OK') account.isRestricted = false;
    setSources(world, account, status, how.source);
  }
  if (how.isSilent !== true) publishStatus(world, account, status);
  if (statusOf(account) !== 'OK') return;
  deliverMissed(world, account);
  deliverMissedEmails(world, account);
}

/** The provider restricts the account: its synchronisation stops and every action is refused. */
export function restrictAccount(world: World, account: Account, isSilent = false): void {
  account.isRestricted = true;
  setSources(world, account, 'ERROR');
  if (!isSilent) publishStatus(world, account, 'ERROR');
}

/** Restarts a frozen account; false when only its owner could bring it back. */
export function restartAccount(world: World, account: Account): boolean {
  const status = statusOf(account);
  if (account.isRestricted || status === 'CREDENTIALS' || status === 'PERMISSIONS') return false;
  if (status === 'STOPPED' || status === 'ERROR') {
    setSources(world, account, 'CONNECTING');
    publishStatus(world, account, 'CONNECTING');
    connect(world, account, 'OK');
  }
  return true;
}

export function deleteAccount(world: World, account: Account): void {
  const { state } = world;
  state.accounts.delete(account.id);
  for (const chat of world.chatsOf(account.id)) {
    state.chats.delete(chat.id);
    state.messages.delete(chat.id);
  }
  for (const part of [state.emails, state.folders]) {
    for (const [id, one] of part) if (one.accountId === account.id) part.delete(id);
  }
  for (const attendee of state.attendees.values()) {
    if (attendee.accountId === account.id) state.attendees.delete(attendee.id);
  }
  publishStatus(world, account, 'DELETED', account);
  world.changed();
}

/** Ends CONNECTING after a human delay, also for accounts that a restart found in it. */
export function connect(world: World, account: Account, status: 'OK' | 'PERMISSIONS'): void {
  world.clock.later(world.behaviour.connectDelayMs, () => {
    const isCurrent = world.state.accounts.get(account.id) === account;
    if (!isCurrent || statusOf(account) !== 'CONNECTING') return;
    setStatus(world, account, status);
    if (status === 'OK' && !account.hasHistory) finishFirstSync(world, account);
  });
}

// According to the guide these types announce the end of the first synchronisation.
const announcingSync: AccountType[] = ['LINKEDIN', 'MAIL', 'WHATSAPP', 'INSTAGRAM', 'TELEGRAM'];

function finishFirstSync(world: World, account: Account): void {
  account.hasHistory = true;
  growHistory(world, account);
  world.changed();
  if (!announcingSync.includes(account.type)) return;
  world.clock.later(world.behaviour.syncDelayMs, () => {
    if (world.state.accounts.get(account.id) === account)
      publishStatus(world, account, 'SYNC_SUCCESS');
  });
}

/** Sends an account status event; the body has neither an id nor a time. */
export function publishStatus(
  world: World,
  account: Pick<Account, 'id' | 'type'>,
  message: string,
  gone?: Account,
): void {
  world.outbox.publish({
    source: 'account_status',
    event: message.toLowerCase(),
    accountId: account.id,
    ...(gone === undefined ? {} : { account: gone }),
    body: {
      AccountStatus: { account_id: account.id, account_type: shortType(account.type), message },
    },
  });
}

/** Sets every source, or the one whose id ends in the given name (`MAILS`, `CALENDAR`, …). */
function setSources(world: World, account: Account, status: SourceStatus, name?: string): void {
  for (const source of account.sources) {
    if (name === undefined || source.id.endsWith(`_${name}`)) source.status = status;
  }
  world.changed();
}

function sourceNames(type: AccountType): string[] {
  if (type === 'GOOGLE_OAUTH' || type === 'OUTLOOK') return ['MAILS', 'CALENDAR'];
  return type === 'MAIL' ? ['MAILS'] : ['MESSAGING'];
}

function accountName(signIn: SignIn, owner: string): string {
  return isMailbox(signIn) ? signIn.login : owner;
}
