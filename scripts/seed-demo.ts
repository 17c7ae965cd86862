import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, workspaces } from '@/db/schema';
import { checkAccounts } from '@/lib/accounts/handlers';
import type { Role } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { log } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import { addGateway } from '@/lib/gateways/mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';

export interface Person {
  name: string;
  email: string;
  role: Role;
  password: string;
}

interface SeedTools {
  createPerson(db: Db, workspaceId: string, person: Person): Promise<string>;
  writeSignIns(people: readonly Person[]): void;
}

/** For trying it out on one's own machine; the launcher prints it. */
const PASSWORD = 'harbourline';

const PEOPLE: readonly Person[] = [
  { name: 'Jane Ruiz', email: 'jane.ruiz@harbourline.example', role: 'member', password: PASSWORD },
  {
    name: 'Omar Haddad',
    email: 'omar.haddad@harbourline.example',
    role: 'member',
    password: PASSWORD,
  },
  {
    name: 'Priya Raman',
    email: 'priya.raman@harbourline.example',
    role: 'lead',
    password: PASSWORD,
  },
  {
    name: 'Lukas Weber',
    email: 'lukas.weber@harbourline.example',
    role: 'admin',
    password: PASSWORD,
  },
  {
    name: 'Chloé Martin',
    email: 'chloe.martin@harbourline.example',
    role: 'owner',
    password: PASSWORD,
  },
  {
    name: 'Sam Okafor',
    email: 'sam.okafor@harbourline.example',
    role: 'viewer',
    password: PASSWORD,
  },
];

/**
 * The demo team on the API that the environment names: the product finds the accounts by itself, and
 * the seed only says whose they are. Conversations arrive through the ordinary import.
 */
export async function seedDemo(db: Db, tools: SeedTools): Promise<void> {
  const { UNIPILE_DSN: baseUrl, UNIPILE_ACCESS_TOKEN: apiKey } = env();
  if (!baseUrl || !apiKey) throw new Error('The demo needs UNIPILE_DSN and UNIPILE_ACCESS_TOKEN.');
  const [workspace] = await db.insert(workspaces).values({ name: 'Harbourline' }).returning();
  if (!workspace) throw new Error('The workspace could not be created.');
  const memberIds = new Map<string, string>();
  for (const person of PEOPLE) {
    memberIds.set(person.name, await tools.createPerson(db, workspace.id, person));
  }
  const ctx = systemCtx(db, workspace.id);
  const gateway = await addGateway(ctx, {
    name: 'From the environment',
    dialect: 'unipile-v1',
    baseUrl,
    apiKey,
  });
  await checkAccounts({ gatewayId: gateway.id }, ctx, {
    clock: systemClock,
    log: log(),
    signal: new AbortController().signal,
    attempt: 1,
  });
  await giveOwners(db, workspace.id, memberIds);
  tools.writeSignIns(PEOPLE);
}

async function giveOwners(
  db: Db,
  workspaceId: string,
  memberIds: ReadonlyMap<string, string>,
): Promise<void> {
  const found = await db.select().from(accounts).where(eq(accounts.workspaceId, workspaceId));
  for (const account of found) {
    const owner = ownerOf(account);
    await db
      .update(accounts)
      .set({
        ownerMemberId: memberIds.get(owner) ?? null,
        visibility: visibilityOf(account.provider, owner),
      })
      .where(eq(accounts.id, account.id));
    await enqueue(
      db,
      syncAccountJob,
      { workspaceId, accountId: account.id, reason: 'connected' },
      syncAccountOptions(account.id, 'connected'),
    );
  }
}

/** By name, or by the address where the account has a name of its own ("Sales · Outlook"). */
function ownerOf(account: { name: string; handle: string | null }): string {
  const person =
    PEOPLE.find(({ name }) => name === account.name) ??
    PEOPLE.find(({ email }) => email === account.handle);
  return person?.name ?? '';
}

/** So that each kind of sharing can be seen: Jane shares for answers, Omar and Lukas for reading. */
function visibilityOf(provider: string, owner: string): 'private' | 'team-read' | 'team-reply' {
  if (owner === 'Jane Ruiz' && provider === 'LINKEDIN') return 'team-reply';
  if (owner === 'Omar Haddad' || provider === 'INSTAGRAM') return 'team-reply';
  if (owner === 'Lukas Weber') return 'team-read';
  return 'private';
}
