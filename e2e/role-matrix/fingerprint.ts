import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

// What a person can change; left out is what our own worker writes at any moment.
const WATCHED = {
  members: sql`concat_ws(':', t.id, role, removed_at)`,
  member_invitations: sql`concat_ws(':', t.id, email, revoked_at, accepted_at, expires_at)`,
  audit_log: sql`case when actor_member_id is not null then t.id end`,
  sends: sql`concat_ws(':', t.id, text)`,
  send_attachments: sql`t.id`,
  person_merges: sql`concat_ws(':', t.id, undone_at)`,
  notes: sql`concat_ws(':', t.id, text, deleted_at)`,
  extension_devices: sql`concat_ws(':', t.id, name, account_id)`,
  hosted_auth_requests: sql`t.id`,
  auth_attempts: sql`concat_ws(':', t.id, state, checkpoint)`,
  accounts: sql`case when owner_member_id is not null
    then concat_ws(':', t.id, name, visibility, owner_member_id, sends_paused_at, removed_at) end`,
};

/** Changes when anything that matters was written in one of the workspaces. */
export async function fingerprint(db: Db, workspaceIds: readonly string[]): Promise<string> {
  const ids = sql.join(
    workspaceIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  // One question for all tables: it is asked around each of thousands of requests.
  const texts = Object.entries(WATCHED).map(
    ([table, columns]) => sql`(select string_agg(${columns}::text, ',' order by t.id)
      from ${sql.identifier(table)} t where workspace_id in (${ids}))`,
  );
  const { rows } = await db.execute<{ hash: string }>(
    sql`select encode(sha256(convert_to(jsonb_build_array(${sql.join(texts, sql`, `)})::text, 'UTF8')), 'hex') as hash`,
  );
  const [row] = rows;
  if (!row) throw new Error('There is no fingerprint.');
  return row.hash;
}
