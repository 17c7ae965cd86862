import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createDb, createPool, type Db } from '@/db/client';
import { gateways, members, users, workspaces } from '@/db/schema';
import { env } from '@/lib/core/env';
import { hashPassword } from '@/lib/core/passwords';
import { randomToken } from '@/lib/core/secrets';
import { addGateway } from '@/lib/gateways/mutations';
import { systemCtx } from '@/lib/jobs/system-scope';
import { type Person, seedDemo } from './seed-demo';

/**
 * Makes an empty database usable, and on every start points the workspace's connection at the API that
 * the environment names (its address and key may have changed). Prints one sentence when it did
 * something a person should know. `SEED=demo` fills an empty database with the demo team.
 */
async function main(): Promise<void> {
  const pool = createPool(env().DATABASE_URL, 4);
  try {
    const db = createDb(pool);
    const [workspace] = await db.select().from(workspaces).orderBy(workspaces.createdAt).limit(1);
    if (workspace) await followEnvironment(db, workspace.id);
    else if (process.env.SEED === 'demo') await seedDemo(db, { writeSignIns, createPerson });
    else await createFirstOwner(db);
  } finally {
    await pool.end();
  }
}

/**
 * Name of the connection that the environment describes, until somebody renames it; others are added in the settings.
 * One that was removed there is back at the next start, since the environment still names it.
 */
const ENVIRONMENT_GATEWAY = 'From the environment';

async function followEnvironment(db: Db, workspaceId: string): Promise<void> {
  const { UNIPILE_DSN: baseUrl, UNIPILE_ACCESS_TOKEN: apiKey } = env();
  if (!baseUrl || !apiKey) return;
  // The sandbox's port may have moved; its accounts and their history stay with the same row.
  await db
    .update(gateways)
    .set({ baseUrl, updatedAt: sql`now()` })
    .where(
      sql`${gateways.workspaceId} = ${workspaceId} and ${gateways.name} = ${ENVIRONMENT_GATEWAY}
        and ${gateways.baseUrl} <> ${baseUrl} and ${gateways.removedAt} is null
        and not exists (select 1 from gateways as other
          where other.workspace_id = ${workspaceId} and other.base_url = ${baseUrl})`,
    );
  await addGateway(systemCtx(db, workspaceId), {
    name: ENVIRONMENT_GATEWAY,
    dialect: 'unipile-v1',
    baseUrl,
    apiKey,
  });
}

async function createFirstOwner(db: Db): Promise<void> {
  const email = env().INITIAL_OWNER_EMAIL;
  if (!email) {
    throw new Error(
      'The database is empty. Set INITIAL_OWNER_EMAIL to the address of the first person, and start again.',
    );
  }
  const password = randomToken().slice(0, 20);
  const [workspace] = await db.insert(workspaces).values({ name: 'My team' }).returning();
  if (!workspace) throw new Error('The workspace could not be created.');
  await createPerson(db, workspace.id, { email, name: email, role: 'owner', password });
  await followEnvironment(db, workspace.id);
  process.stdout.write(
    `First sign-in: ${email} with the password ${password} (change it there).\n`,
  );
}

async function createPerson(db: Db, workspaceId: string, person: Person): Promise<string> {
  const [user] = await db
    .insert(users)
    .values({
      email: person.email.toLowerCase(),
      name: person.name,
      passwordHash: await hashPassword(person.password),
      emailVerifiedAt: new Date(),
    })
    .returning({ id: users.id });
  if (!user) throw new Error('The person could not be created.');
  const [member] = await db
    .insert(members)
    .values({ workspaceId, userId: user.id, role: person.role })
    .returning({ id: members.id });
  if (!member) throw new Error('The member could not be created.');
  return member.id;
}

function writeSignIns(people: readonly Person[]): void {
  const folder = process.env.SWITCHBOARD_DATA_DIR;
  if (!folder || !existsSync(folder)) return;
  const signIns = people.map(({ email, password, role }) => ({ email, password, role }));
  writeFileSync(join(folder, 'demo.json'), `${JSON.stringify({ signIns }, null, 2)}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
