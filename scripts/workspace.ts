import { once } from 'node:events';
import { eq, isNull, type SQL, sql } from 'drizzle-orm';
import { createDb, createPool, type Db } from '@/db/client';
import { accounts, gateways, workspaces } from '@/db/schema';
import { listWorkspaceTables, type WorkspaceTable } from '@/db/workspace-tables';
import { env } from '@/lib/core/env';
import { takeBackWebhooks } from '@/lib/gateways/connection-mutations';
import { callGateway } from '@/lib/gateways/mutations';
import { systemCtx } from '@/lib/jobs/system-scope';

const USAGE = `npm run workspace -- list
npm run workspace -- export ID          every row of the workspace, a line of JSON each
npm run workspace -- erase ID NAME      disconnects its accounts, then deletes every row of it
npm run workspace -- erase ID NAME --leave-accounts
                                        the same when the API does not answer: what it still has is listed`;

/** Rows per statement of an export. */
const PAGE = 500;

/** For whoever runs the installation: what a whole workspace holds, and the end of it (K5). */
async function main([act, id, name, ...flags]: string[]): Promise<void> {
  const pool = createPool(env().DATABASE_URL, 2);
  try {
    const db = createDb(pool);
    if (act === 'list') return await printWorkspaces(db);
    if (act === 'export' && id) return await exportWorkspace(db, await findWorkspace(db, id));
    if (act === 'erase' && id && name) {
      const workspace = await findWorkspace(db, id);
      if (workspace.name !== name) {
        throw new Error(`The workspace ${id} is called “${workspace.name}”. Nothing was erased.`);
      }
      return await eraseWorkspace(db, workspace.id, flags.includes('--leave-accounts'));
    }
    throw new Error(USAGE);
  } finally {
    await pool.end();
  }
}

async function printWorkspaces(db: Db): Promise<void> {
  const rows = await db.select().from(workspaces).orderBy(workspaces.createdAt);
  for (const row of rows) await print({ id: row.id, name: row.name, createdAt: row.createdAt });
}

async function findWorkspace(db: Db, id: string) {
  const isId = /^[0-9a-f-]{36}$/i.test(id);
  const [row] = isId ? await db.select().from(workspaces).where(eq(workspaces.id, id)) : [];
  if (!row) throw new Error(`There is no workspace ${id}. “list” names them.`);
  return row;
}

/** What would open something stays out of an export: sealed keys and hashes of secrets. */
const isSecret = (column: string) => /(^|_)(sealed|hash|hashes)$/.test(column);

/** As it is at one moment, whatever comes in meanwhile. */
async function exportWorkspace(db: Db, { id }: { id: string }): Promise<void> {
  const tables = await listWorkspaceTables(db);
  await db.transaction(
    async (tx) => {
      for (const { name, columns, isOf } of tables.toReversed()) {
        const shown = columns.filter((column) => !isSecret(column.name)).map(asJson);
        await exportRows(
          tx,
          name,
          sql`select jsonb_build_object(${sql.join(shown, sql`, `)}) as row
            from ${sql.identifier(name)} where ${isOf(id)}`,
        );
      }
      await exportRows(
        tx,
        'users',
        sql`select jsonb_build_object('id', id, 'email', email, 'name', name) as row
          from users where ${isMember(id)}`,
      );
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function exportRows(tx: Db, table: string, query: SQL): Promise<void> {
  await tx.execute(sql`declare exported cursor for ${query}`);
  for (let isMore = true; isMore; ) {
    const { rows } = await tx.execute<{ row: unknown }>(
      sql`fetch ${sql.raw(String(PAGE))} from exported`,
    );
    for (const { row } of rows) await print({ table, row });
    isMore = rows.length === PAGE;
  }
  await tx.execute(sql`close exported`);
}

/** Bytes in base64, as a program can read them. */
function asJson({ name, type }: WorkspaceTable['columns'][number]) {
  const column = sql.identifier(name);
  const value = type === 'bytea' ? sql`encode(${column}, 'base64')` : sql`${column}`;
  return sql`${sql.raw(`'${name}'`)}, ${value}`;
}

function isMember(workspaceId: string) {
  return sql`id in (select user_id from members where workspace_id = ${workspaceId})`;
}

/** Leaves no row of it, nor of people who belonged to it alone, nor a job. Prints what went. */
async function eraseWorkspace(db: Db, workspaceId: string, leavesAccounts: boolean): Promise<void> {
  const orphans = await disconnectAll(db, workspaceId);
  for (const orphan of orphans) await print({ stillAtTheApi: orphan });
  if (orphans.length > 0 && !leavesAccounts) {
    throw new Error(
      'Not every account could be disconnected, and without the workspace nobody holds its key any more. ' +
        'Try again, or add --leave-accounts and remove what is listed at the API yourself. Nothing was erased.',
    );
  }
  const tables = await listWorkspaceTables(db);
  const erased = await db.transaction(async (tx) => {
    const { rows: alone } = await tx.execute<{ id: string; email: string }>(sql`
      select id, email from users where ${isMember(workspaceId)} and not exists (
        select 1 from members other where other.user_id = users.id and other.workspace_id <> ${workspaceId})`);
    await tx.execute(
      sql`delete from graphile_worker._private_jobs where payload ->> 'workspaceId' = ${workspaceId}`,
    );
    // The trail can be added to only; with its workspace it goes as a whole.
    await tx.execute(sql`alter table audit_log disable trigger audit_log_no_change`);
    await tx.execute(sql`alter table members disable trigger members_keep_owner`);
    const counts: Record<string, number> = {};
    for (const { name, isOf } of tables) {
      const { rowCount } = await tx.execute(
        sql`delete from ${sql.identifier(name)} where ${isOf(workspaceId)}`,
      );
      if (rowCount) counts[name] = rowCount;
    }
    await tx.execute(sql`alter table audit_log enable trigger audit_log_no_change`);
    await tx.execute(sql`alter table members enable trigger members_keep_owner`);
    const emails = alone.map(({ email }) => email);
    await tx.execute(
      sql`delete from sign_in_tokens where email = any(${sql.param(emails)}::text[])`,
    );
    await tx.execute(
      sql`delete from outgoing_mails where workspace_id is null and to_email = any(${sql.param(emails)}::text[])`,
    );
    await tx.execute(
      sql`delete from users where id = any(${sql.param(alone.map(({ id }) => id))}::uuid[])`,
    );
    return { ...counts, users: alone.length };
  });
  await print({ erased: workspaceId, rows: erased });
}

/** Signs every account out at its API and takes our webhooks back; returns what could not be. */
async function disconnectAll(db: Db, workspaceId: string) {
  const ctx = systemCtx(db, workspaceId);
  const rows = await db
    .select({
      gatewayId: gateways.id,
      baseUrl: gateways.baseUrl,
      providerAccountId: accounts.providerAccountId,
      name: accounts.name,
    })
    .from(accounts)
    .innerJoin(gateways, eq(gateways.id, accounts.gatewayId))
    .where(sql`${eq(accounts.workspaceId, workspaceId)} and ${isNull(accounts.removedAt)}`);
  const orphans: { baseUrl: string; account: string; why: string }[] = [];
  for (const { gatewayId, baseUrl, providerAccountId } of rows) {
    try {
      await callGateway(ctx, gatewayId, (client) => client.deleteAccount(providerAccountId));
    } catch (error) {
      orphans.push({ baseUrl, account: providerAccountId, why: reasonOf(error) });
    }
  }
  for (const gatewayId of new Set(rows.map((row) => row.gatewayId))) {
    await takeBackWebhooks(ctx, gatewayId);
  }
  return orphans;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It failed.';
}

/** A line at a time, as fast as it is read. */
async function print(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
