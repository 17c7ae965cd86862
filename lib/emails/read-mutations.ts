import { and, eq, notInArray, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { emailFolders, messages, sends } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import type { GatewayEmail } from '@/lib/gateway/email-types';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { markMessageGone, type StoredMessages } from '@/lib/inbox/message-mutations';
import { type ReadableAccount, requireSameAccount } from '@/lib/inbox/read-mutations';
import { storeEmails, withAddresses } from './mutations';
import { findKnown, findNamesakes, findStoredEmail } from './queries';
import { identityOf, isCorrespondence, isSameEmail } from './rules';

const MAX_ROUNDS = 5;

/**
 * Reads one e-mail at the API and stores that; read again while somebody else writes it. `alongside` runs in the
 * transaction that stores it. Drafts, spam and the bin are stored only if the e-mail was known before; a further copy of
 * a known one is none. Throws `GatewayError`.
 */
export async function refreshEmail(
  ctx: Ctx,
  account: ReadableAccount,
  gatewayEmailId: string,
  alongside: (
    tx: Ctx,
    stored: StoredMessages,
    email: GatewayEmail,
  ) => Promise<void> = async () => {},
): Promise<GatewayEmail> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const readAt = await databaseNow(ctx);
    const email = await callGateway(ctx, account.gatewayId, (client) =>
      client.getEmail({ gatewayEmailId }),
    );
    requireSameAccount(account, email.providerAccountId);
    const stored = await storeRead(ctx, account, [email], { readAt }, (tx, done) =>
      alongside(tx, done, email),
    );
    if (stored.contested.length === 0) return email;
  }
  throw new AppError('conflict', 'The e-mail changes faster than it can be read.');
}

/**
 * Looks by its RFC id for an e-mail that the API no longer has under the id that somebody told. What is nowhere any more
 * is marked as deleted. False when it was never here and is nowhere. Throws `GatewayError`.
 */
export async function refreshMoved(
  ctx: Ctx,
  account: ReadableAccount,
  told: { gatewayEmailId: string; messageId: string | null },
): Promise<boolean> {
  const stored = await findStoredEmail(ctx, account.id, told.gatewayEmailId);
  const messageId = stored?.rfcMessageId ?? told.messageId;
  if (messageId) {
    const { items, isNews } = await readListed(ctx, account, { messageId });
    if (items.length > 0) return isNews;
  }
  if (!stored) return false;
  return inTransaction(ctx, (tx) => markMessageGone(tx, account, told.gatewayEmailId));
}

interface Listed {
  items: readonly GatewayEmail[];
  cursor: string | null;
  /** Something was stored that was not here, or not so. */
  isNews: boolean;
}

/** Reads a page of an account's e-mails at the API, newest first, and stores it. Throws `GatewayError`. */
export async function readListed(
  ctx: Ctx,
  account: ReadableAccount,
  filter: { after?: Date; messageId?: string },
  { isQuiet, ...page }: { cursor?: string | null; limit?: number; isQuiet?: boolean } = {},
): Promise<Listed> {
  const readAt = await databaseNow(ctx);
  const { providerAccountId } = account;
  const { items, cursor } = await callGateway(ctx, account.gatewayId, (client) =>
    client.listEmails({ providerAccountId, ...filter }, page),
  );
  const own = items.filter((email) => email.providerAccountId === providerAccountId);
  const stored = await storeRead(ctx, account, own, { readAt, isQuiet });
  for (const id of stored.contested) await refreshEmail(ctx, account, id);
  const { contested, insertedCount, updatedCount } = stored;
  return { items: own, cursor, isNews: contested.length + insertedCount + updatedCount > 0 };
}

/** Stores what was read from the API at `readAt`, as `refreshEmail` says. Throws `GatewayError`. */
async function storeRead(
  ctx: Ctx,
  account: ReadableAccount,
  read: readonly GatewayEmail[],
  options: { readAt: Date; isQuiet?: boolean },
  alongside: (tx: Ctx, stored: StoredMessages) => Promise<void> = async () => {},
): Promise<StoredMessages> {
  const { wanted, moved } = await recognise(ctx, account, read);
  return inTransaction(ctx, async (tx) => {
    for (const { messageId, from, to } of moved) {
      await tx.db
        .update(messages)
        .set({ gatewayMessageId: to })
        .where(and(eq(messages.id, messageId), eq(messages.gatewayMessageId, from)));
      await tx.db
        .update(sends)
        .set({ gatewayMessageId: to })
        .where(and(eq(sends.accountId, account.id), eq(sends.gatewayMessageId, from)));
    }
    const addressed = await withAddresses(tx, account);
    const stored = await storeEmails(tx, addressed, wanted, options);
    if (stored.contested.length === 0) await alongside(tx, stored);
    return stored;
  });
}

/** Which of these are e-mails of their own here, and which known ones have only another id since they were moved. */
async function recognise(ctx: Ctx, account: ReadableAccount, read: readonly GatewayEmail[]) {
  const { byEmail } = await findKnown(ctx, account, read);
  const strangers = read.filter((email) => !byEmail.has(email.gatewayEmailId));
  const namesakes = await findNamesakes(ctx, account, strangers);
  const moved: { messageId: string; from: string; to: string }[] = [];
  const wanted: GatewayEmail[] = [];
  for (const email of read) {
    if (byEmail.has(email.gatewayEmailId)) {
      wanted.push(email);
      continue;
    }
    const same = namesakes.find(
      (one) =>
        isSameEmail(one, identityOf(email)) &&
        !moved.some(({ messageId }) => messageId === one.messageId),
    );
    if (!same) {
      if (isCorrespondence(email)) wanted.push(email);
      continue;
    }
    // It has two places at once (written to oneself), or it was moved, which changes its id at some providers.
    if (await exists(ctx, account, same.gatewayEmailId)) continue;
    moved.push({ messageId: same.messageId, from: same.gatewayEmailId, to: email.gatewayEmailId });
    wanted.push(email);
  }
  return { wanted, moved };
}

/** Throws `GatewayError` where the API does not say. */
async function exists(
  ctx: Ctx,
  account: ReadableAccount,
  gatewayEmailId: string,
): Promise<boolean> {
  try {
    await callGateway(ctx, account.gatewayId, (client) => client.getEmail({ gatewayEmailId }));
    return true;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not_found') return false;
    throw error;
  }
}

/** Takes over the account's folders; what the provider no longer has goes. Throws `GatewayError`. */
export async function refreshFolders(ctx: Ctx, account: ReadableAccount): Promise<void> {
  const folders = await callGateway(ctx, account.gatewayId, (client) =>
    client.listEmailFolders(account.providerAccountId),
  );
  const own = folders.filter((one) => one.providerAccountId === account.providerAccountId);
  const byId = new Map(own.map((folder) => [folder.providerFolderId, folder]));
  await inTransaction(ctx, async (tx) => {
    const isOurs = eq(emailFolders.accountId, account.id);
    await tx.db
      .delete(emailFolders)
      .where(and(isOurs, notInArray(emailFolders.providerFolderId, [...byId.keys()])));
    if (byId.size === 0) return;
    const { workspaceId, id: accountId } = account;
    await tx.db
      .insert(emailFolders)
      .values(
        [...byId.values()].map(({ providerFolderId, name, role }) => ({
          workspaceId,
          accountId,
          providerFolderId,
          name,
          role,
        })),
      )
      .onConflictDoUpdate({
        target: [emailFolders.accountId, emailFolders.providerFolderId],
        set: { name: sql`excluded.name`, role: sql`excluded.role` },
      });
  });
}
