import { createDb, createPool } from '@/db/client';
import { workspaces } from '@/db/schema';
import { env } from '@/lib/core/env';
import { systemCtx } from '@/lib/jobs/system-scope';
import { settleRestored } from '@/lib/restoring/mutations';

/**
 * `npm run restored`, with the product's environment, after a backup was restored and before the product starts on it:
 * keeps everything from leaving that may have left already, and says how much that is.
 */
async function main(): Promise<void> {
  const pool = createPool(env().DATABASE_URL, 2);
  try {
    const db = createDb(pool);
    const rows = await db.select({ id: workspaces.id, name: workspaces.name }).from(workspaces);
    for (const { id, name } of rows) {
      const { messages, pausedAccounts, mails } = await settleRestored(systemCtx(db, id));
      process.stdout.write(
        `${name}: ${messages} messages are looked for and not sent again by themselves, invitations of ` +
          `${pausedAccounts} accounts are paused, ${mails} e-mails to members are dropped.\n`,
      );
    }
  } finally {
    await pool.end();
  }
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
