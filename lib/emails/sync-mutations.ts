import type { Ctx } from '@/lib/auth/scope';
import { callGateway } from '@/lib/gateways/mutations';
import { databaseNow } from '@/lib/inbox/message-mutations';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { refreshEmail, refreshFolders, storeRead } from './read-mutations';

/** Whole texts come with each; few enough that a page stays some megabytes and a run some seconds. */
const PAGE_SIZE = 50;

export interface ReadPage {
  /** When the oldest of the page was sent; null for an empty page. */
  oldest: Date | null;
  cursor: string | null;
}

/**
 * Reads and stores one page of an account's e-mails, newest first: all of them, or those since a time. The folders
 * come with the first page. Throws `GatewayError`, also `invalid_request` for a cursor that has grown too old.
 */
export async function readEmailPage(
  ctx: Ctx,
  account: ReadableAccount,
  { cursor, after }: { cursor?: string | null; after?: Date },
): Promise<ReadPage> {
  if (!cursor) await refreshFolders(ctx, account);
  const readAt = await databaseNow(ctx);
  const { providerAccountId } = account;
  const page = await callGateway(ctx, account.gatewayId, (client) =>
    client.listEmails({ providerAccountId, after }, { cursor, limit: PAGE_SIZE }),
  );
  const own = page.items.filter((email) => email.providerAccountId === providerAccountId);
  const { contested } = await storeRead(ctx, account, own, { readAt, isQuiet: true });
  for (const id of contested) await refreshEmail(ctx, account, id);
  const times = own.map(({ sentAt }) => sentAt.getTime());
  return {
    oldest: times.length > 0 ? new Date(Math.min(...times)) : null,
    cursor: page.cursor,
  };
}
