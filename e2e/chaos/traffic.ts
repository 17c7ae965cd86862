import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@/lib/core/ids';
import type { RunningSandbox } from '@/sandbox/server';
import { callAction } from '../support/action-calls';
import type { BuiltAction } from '../support/build';
import type { SyncedAccount } from '../support/synced-account';

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

interface Pace {
  count: number;
  perSecond: number;
}

/**
 * Contacts write as fast as `pace` says; those of the first account also change what they wrote. Every
 * text holds the canary of its account's workspace.
 */
export async function letContactsWrite(
  accounts: readonly SyncedAccount[],
  { count, perSecond }: Pace,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const account = pick(accounts);
    const { sandbox } = account;
    const isNew = Math.random() < 0.1;
    const { messageIds } = (await sandbox.control(
      'POST',
      `/accounts/${account.providerAccountId}/messages`,
      {
        text: `in ${index} ${account.canary}`,
        ...(isNew ? { newChat: true } : { chatId: pick(account.gatewayChatIds) }),
      },
    )) as { messageIds: string[] };
    // An account that lost its session learns of nothing that could be changed.
    if (account === accounts[0] && Math.random() < 0.1)
      await changeLater(sandbox, messageIds[0] ?? '', account.canary);
    await pause(1_000 / perSecond);
  }
}

async function changeLater(sandbox: RunningSandbox, messageId: string, canary: string) {
  const act = pick(['edit', 'delete', 'react', 'read'] as const);
  const fields = {
    edit: { text: `edited ${canary}` },
    delete: {},
    react: { value: '👍' },
    read: {},
  };
  await sandbox.control('POST', `/messages/${messageId}/${act}`, fields[act]);
}

/** What the API may answer to a post; the first four leave open whether it was done. */
const UPSTREAM_ANSWERS = [
  { kind: 'reset_after_action' },
  { kind: 'timeout_after_action' },
  { kind: 'garbage_html', afterAction: true },
  { kind: 'status', status: 504, afterAction: true },
  { kind: 'truncated_json' },
  { kind: 'reset' },
  { kind: 'status', status: 503, type: 'errors/no_client_session' },
  {
    kind: 'status',
    status: 429,
    type: 'errors/too_many_requests',
    headers: { 'retry-after': '1' },
  },
  { kind: 'status', status: 422, type: 'errors/limit_exceeded' },
  { kind: 'delay', delayMs: 30_000 },
];

/** Until `isOver`, every now and then the next post meets one of the bad answers. */
export async function spoilPosts(
  { sandbox }: SyncedAccount,
  isOver: () => boolean,
): Promise<number> {
  let count = 0;
  for (; !isOver(); count += 1) {
    await sandbox.control('POST', '/faults', {
      ...UPSTREAM_ANSWERS[count % UPSTREAM_ANSWERS.length],
      match: { method: 'POST', path: '/api/v1/chats/*/messages' },
    });
    await pause(1_500);
  }
  return count;
}

export interface Intent {
  clientId: string;
  text: string;
  /** The server has said that it holds it. */
  isHeld: boolean;
}

/**
 * A seller answers `count` times over HTTP. As the browser's outbox does, a press without an answer is
 * repeated under the same id until the server says that it has it.
 */
export async function letSellerAnswer(
  url: string,
  action: BuiltAction,
  account: SyncedAccount,
  { count, perSecond }: Pace,
): Promise<Intent[]> {
  const intents: Intent[] = [];
  const pending: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const clientId = newId();
    const intent = { clientId, text: `out ${clientId} ${account.canary}`, isHeld: false };
    intents.push(intent);
    const conversationId = pick(account.conversationIds);
    pending.push(press(url, action, account.cookie, { ...intent, conversationId }, intent));
    await pause(1_000 / perSecond);
  }
  await Promise.all(pending);
  return intents;
}

async function press(
  url: string,
  action: BuiltAction,
  cookie: string,
  { clientId, text, conversationId }: { clientId: string; text: string; conversationId: string },
  intent: Intent,
): Promise<void> {
  for (let tries = 0; tries < 120 && !intent.isHeld; tries += 1) {
    // Now and then pressed twice at once, as two tabs or a nervous finger do.
    const presses = Math.random() < 0.1 ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: presses }, () =>
        callAction(url, action, { conversationId, clientId, text }, { cookie }).catch(() => null),
      ),
    );
    intent.isHeld = answers.some((answer) => answer?.result?.ok === true);
    if (!intent.isHeld) await pause(1_000);
  }
}

/**
 * Until `isOver`, several people read without a pause from whichever web process takes requests.
 * Returns how many answers there were and what went wrong.
 */
export async function readWithoutPause(
  targets: ReadonlySet<string>,
  { cookie }: SyncedAccount,
  isOver: () => boolean,
): Promise<{ count: number; failures: string[] }> {
  const failures: string[] = [];
  let count = 0;
  const reader = async () => {
    while (!isOver()) {
      const url = `${pick([...targets])}/api/conversations`;
      count += 1;
      const status = await fetch(url, { headers: { cookie } }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status;
        },
        (error: Error) => error.message,
      );
      if (status !== 200) failures.push(`${url}: ${status}`);
      await pause(20);
    }
  };
  await Promise.all(Array.from({ length: 4 }, reader));
  return { count, failures };
}
