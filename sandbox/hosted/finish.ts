import { createAccount, reconnectAccount } from '../domain/accounts';
import type { SignIn } from '../domain/identity';
import type { Account, HostedLink } from '../state';
import { postpressAccountId } from '../wire-postpress/ids';
import { v2Provider } from '../wire-v2/account';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';

/** One person's way through the wizard. */
export interface Attempt {
  id: string;
  link: HostedLink;
  reconnecting: Account | null;
  signIn: SignIn;
  hasPermissions: boolean;
  /** Where the browser goes next; set once the sign-in has ended well. */
  next?: string;
}

/**
 * Ends a sign-in well: makes or reconnects the account, calls `notify_url` in the order that the
 * options ask for, and gives the address the browser goes to. A second call changes nothing.
 */
export async function finishAttempt(world: World, attempt: Attempt): Promise<string> {
  if (attempt.next !== undefined) return attempt.next;
  const { link } = attempt;
  const account = signIn(world, attempt);
  attempt.next = successAddress(link, account);
  link.usedByAccountId = account.id;
  world.changed();
  await notify(world, link, account);
  return attempt.next;
}

function successAddress(link: HostedLink, account: Account): string {
  if (link.redirectUri !== undefined) {
    return withQuery(link.redirectUri, {
      account_id: v2AccountId(account),
      provider: v2Provider(account.type) ?? '',
      state: link.state,
    });
  }
  return link.isBypassingSuccess && link.successUrl !== undefined
    ? link.successUrl
    : `/hosted/${link.token}/done`;
}

/** Where a browser goes that gives up; undefined when the link names no address. */
export function failureAddress(link: HostedLink): string | undefined {
  if (link.redirectUri === undefined) return link.failureUrl;
  return withQuery(link.redirectUri, { error_title: 'Sign-in was cancelled', state: link.state });
}

function withQuery(address: string, fields: Record<string, string | undefined>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

function signIn(world: World, attempt: Attempt): Account {
  if (attempt.reconnecting !== null) {
    reconnectAccount(world, attempt.reconnecting, attempt.signIn, attempt.link.state);
    return attempt.reconnecting;
  }
  const { syncLimit, state } = attempt.link;
  return createAccount(world, attempt.signIn, {
    hasPermissions: attempt.hasPermissions,
    ...(syncLimit === undefined ? {} : { syncLimit }),
    ...(state === undefined ? {} : { authState: state }),
  });
}

async function notify(world: World, link: HostedLink, account: Account): Promise<void> {
  const { notifyUrl } = link;
  if (notifyUrl === undefined) return;
  const body = {
    status: link.type === 'reconnect' ? 'RECONNECTED' : 'CREATION_SUCCESS',
    account_id: link.isPostpress === true ? postpressAccountId(account) : account.id,
    ...(link.name === undefined ? {} : { name: link.name }),
  };
  const { notifyOrder, notifyDelayMs } = world.behaviour;
  if (notifyOrder === 'before' || notifyOrder === 'twice')
    await world.outbox.notify(notifyUrl, body);
  if (notifyOrder === 'after' || notifyOrder === 'twice') {
    world.clock.later(notifyDelayMs, () => void world.outbox.notify(notifyUrl, body));
  }
}
