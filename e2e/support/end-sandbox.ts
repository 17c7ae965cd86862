import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { RunningSandbox } from '@/sandbox/server';

/**
 * Stops a sandbox, and lets the worker that all tests share ask nothing of it any more: accounts of an API
 * that is gone for good would be read again and again beside the tests that follow. Its address is given up:
 * the next sandbox may come at the same port and give the same ids to accounts of its own.
 */
export async function endSandbox(db: Db, sandbox: RunningSandbox): Promise<void> {
  const own = sql`(select id from gateways where base_url like ${`${sandbox.url}%`})`;
  await db.execute(sql`update accounts set removed_at = now()
    where removed_at is null and gateway_id in ${own}`);
  await db.execute(sql`delete from graphile_worker._private_jobs
    where locked_at is null and payload ->> 'workspaceId' in
      (select workspace_id::text from gateways where id in ${own})`);
  // One of its own, at which nobody listens.
  await db.execute(sql`update gateways set removed_at = coalesce(removed_at, now()),
    base_url = 'http://127.' || get_byte(uuid_send(id), 13) || '.' || get_byte(uuid_send(id), 14) || '.' ||
      get_byte(uuid_send(id), 15) || ':9'
    where id in ${own}`);
  await sandbox.stop();
}
