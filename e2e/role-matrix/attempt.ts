import type { Db } from '@/db/client';
import { authAttempts, hostedAuthRequests } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { HOUR_MS } from '@/lib/core/time';
import type { RunningSandbox } from '@/sandbox/server';

/** A sign-in that waits for a code, here and at the provider where there is one; its id here. */
export async function addAttempt(
  db: Db,
  { id: memberId, workspaceId }: { id: string; workspaceId: string },
  gatewayId: string,
  sandbox: RunningSandbox | null,
): Promise<string> {
  const id = newId();
  await db.insert(authAttempts).values({
    id,
    workspaceId,
    memberId,
    gatewayId,
    type: 'create',
    provider: 'LINKEDIN',
    method: 'credentials',
    checkpoint: { type: 'two_factor', source: 'sms' },
    intentId: sandbox ? await sandboxIntent(sandbox) : newId(),
    // Not among those of this hour, of which a member may have a few.
    createdAt: new Date(Date.now() - 2 * HOUR_MS),
    expiresAt: new Date(Date.now() + HOUR_MS),
  });
  return id;
}

/** One at the wizard; its id. */
export async function addRequest(
  db: Db,
  { id: memberId, workspaceId }: { id: string; workspaceId: string },
  gatewayId: string,
): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + HOUR_MS);
  await db
    .insert(hostedAuthRequests)
    .values({ id, workspaceId, memberId, gatewayId, type: 'create', expiresAt });
  return id;
}

async function sandboxIntent(sandbox: RunningSandbox): Promise<string> {
  const response = await fetch(`${sandbox.url}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      provider: 'LINKEDIN',
      username: `${newId()}+2fa@example.com`,
      password: 'a password',
    }),
  });
  const { account_id: accountId } = (await response.json()) as { account_id: string };
  return accountId;
}
