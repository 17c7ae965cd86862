import type { Ctx } from '@/lib/auth/scope';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { readListed, refreshFolders } from './read-mutations';

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
  const page = await readListed(
    ctx,
    account,
    { after },
    { cursor, limit: PAGE_SIZE, isQuiet: true },
  );
  const times = page.items.map(({ sentAt }) => sentAt.getTime());
  return {
    oldest: times.length > 0 ? new Date(Math.min(...times)) : null,
    cursor: page.cursor,
  };
}
