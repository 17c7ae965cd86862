import { and, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, conversations, gateways, messages } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import type { Made } from '@/lib/gateway/testing/dialects';
import type { RunningSandbox } from '@/sandbox/server';
import { expect, type Team } from './fixtures';

export interface World {
  db: Db;
  team: Team;
  sandbox: RunningSandbox;
}

/** The first check of the webhooks shares the worker with every other test. */
const WAIT = { timeout: 30_000 };

type Account = typeof accounts.$inferSelect;
type Member = Awaited<ReturnType<Team['addMember']>>;

export interface AccountFields {
  name?: string;
  provider?: Provider;
  /** As the sandbox says it; the row here gets `fields.status` to match. */
  apiStatus?: string;
  row?: Partial<typeof accounts.$inferInsert>;
  /** LinkedIn Premium, which can send InMail. */
  isPremium?: boolean;
  /** Other addresses of a mailbox. */
  aliases?: string[];
  /** Who signs in; the same login is the same person. */
  login?: string;
}

/** An account that the API knows and this member owns, connected unless `fields` say otherwise. */
export async function addAccount(
  { db, team, sandbox }: World,
  owner: Member,
  {
    name = 'Jane Ruiz',
    provider = 'LINKEDIN',
    apiStatus = 'OK',
    row,
    isPremium = false,
    aliases,
    login = `${newId()}@harbourline.example`,
  }: AccountFields = {},
): Promise<Account> {
  const created = (await sandbox.control('POST', '/accounts', {
    type: provider === 'GOOGLE' ? 'GOOGLE_OAUTH' : provider,
    login,
    name,
    status: apiStatus,
    premium: isPremium,
    ...(aliases && { aliases }),
  })) as Made;
  const now = new Date();
  const fields = {
    name,
    handle: login,
    ownerMemberId: owner.member.id,
    status: 'connected',
    rawStatus: apiStatus,
    statusSince: now,
    lastOkAt: now,
    lastCheckedAt: now,
    syncStartedAt: now,
    syncFinishedAt: now,
    features: isPremium ? ['premium'] : [],
    ...row,
  } as const;
  // The worker may find it at the API at this very moment, as an account of nobody.
  const [account] = await db
    .insert(accounts)
    .values({
      workspaceId: team.workspace.id,
      gatewayId: team.gatewayId,
      provider,
      providerAccountId: team.dialect.accountId(created),
      ...fields,
    })
    .onConflictDoUpdate({ target: [accounts.gatewayId, accounts.providerAccountId], set: fields })
    .returning();
  if (!account) throw new Error('The account was not stored.');
  return account;
}

/** The API sends its events here. */
export async function untilWebhooksAreThere({ db, team }: World): Promise<void> {
  await expect
    .poll(async () => {
      const [gateway] = await db.select().from(gateways).where(eq(gateways.id, team.gatewayId));
      return gateway?.webhooksCheckedAt ?? null;
    }, WAIT)
    .not.toBeNull();
}

/** The id of the one conversation that is looked for, once a webhook has brought it. */
async function onlyId(find: () => PromiseLike<{ id: string }[]>): Promise<string> {
  await expect.poll(async () => (await find()).length, { timeout: 20_000 }).toBe(1);
  const [conversation] = await find();
  if (!conversation) throw new Error('The conversation is gone again.');
  return conversation.id;
}

/** An e-mail arrives; resolves with the id of its thread here once the webhook has brought it. */
export async function receiveEmail(
  world: World,
  account: Account,
  fields: Record<string, unknown>,
): Promise<string> {
  const { db, sandbox } = world;
  await untilWebhooksAreThere(world);
  const path = `/accounts/${account.providerAccountId}/emails`;
  const { emails } = (await sandbox.control('POST', path, fields)) as { emails: { id: string }[] };
  const find = () =>
    db
      .select({ id: messages.conversationId })
      .from(messages)
      .where(
        and(eq(messages.accountId, account.id), eq(messages.gatewayMessageId, emails[0]?.id ?? '')),
      );
  return onlyId(find);
}

/** A contact begins a chat; resolves with its id here once the webhook has brought it. */
export async function receiveChat(
  world: World,
  account: Account,
  { name, text }: { name: string; text: string },
): Promise<string> {
  const { db, sandbox } = world;
  await untilWebhooksAreThere(world);
  const { chatId } = (await sandbox.control(
    'POST',
    `/accounts/${account.providerAccountId}/messages`,
    { newChat: true, name, text },
  )) as { chatId: string };
  const find = () =>
    db
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.accountId, account.id), eq(conversations.gatewayChatId, chatId)));
  return onlyId(find);
}

/** Chats of several contacts, the last named one newest; ids in the order of the names. */
export async function receiveChats(
  world: World,
  account: Account,
  names: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    ids.push(await receiveChat(world, account, { name, text: `Hello from ${name}.` }));
  }
  return ids;
}

/** How often a text stands among the messages that the sandbox holds. */
export async function countAtProvider(sandbox: RunningSandbox, text: string): Promise<number> {
  const truth = (await sandbox.control('GET', '/truth')) as { messages: { text: string }[] };
  return truth.messages.filter((message) => message.text === text).length;
}

interface Contact {
  providerId: string;
  publicIdentifier: string;
}

/** Somebody at the provider with whom the account has no chat; connected to it or not. */
export async function addContact(
  sandbox: RunningSandbox,
  account: Account,
  kind: 'relations' | 'contacts',
  name: string,
): Promise<Contact> {
  const path = `/accounts/${account.providerAccountId}/${kind}`;
  return (await sandbox.control('POST', path, { name })) as Contact;
}
