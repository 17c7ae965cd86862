import { createDb, createPool } from '@/db/client';
import { markDatabase } from '@/db/database-identity';
import { workspaces } from '@/db/schema';
import { env } from '@/lib/core/env';
import { systemCtx } from '@/lib/jobs/system-scope';
import { settleRestored } from '@/lib/restoring/mutations';

/**
 * `npm run restored`, with the product's environment, after a backup was restored and before the product starts on it:
 * keeps everything from leaving that may have left already, and says how much that is. `-- --moved`, for a database that
 * went elsewhere without losing anything: nothing is kept. The product starts on it after either.
 */
async function main(args: readonly string[]): Promise<void> {
  const isMoved = args[0] === '--moved';
  if (args.length > (isMoved ? 1 : 0)) throw new Error('Usage: npm run restored [-- --moved]');
  const pool = createPool(env().DATABASE_URL, 2);
  try {
    const db = createDb(pool);
    const rows = await db.select({ id: workspaces.id, name: workspaces.name }).from(workspaces);
    for (const { id, name } of isMoved ? [] : rows) {
      const { messages, pausedAccounts, mails } = await settleRestored(systemCtx(db, id));
      process.stdout.write(
        `${name}: ${messages} messages are looked for and not sent again by themselves, invitations of ` +
          `${pausedAccounts} accounts are paused, ${mails} e-mails to members are dropped.\n`,
      );
    }
    await markDatabase(pool);
    if (isMoved) process.stdout.write('The product starts on this database from now on.\n');
  } finally {
    await pool.end();
  }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
