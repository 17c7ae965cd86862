import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asc, eq } from 'drizzle-orm';
import { vi } from 'vitest';
import type { Db } from '@/db/client';
import { accounts, hostedAuthRequests, webhookEvents } from '@/db/schema';
import type { AccountsWorld } from '@/db/testing/accounts-world';
import { CALLBACK_PURPOSE, callbackValue, NAME_PURPOSE } from '@/lib/connect/mutations';
import { env } from '@/lib/core/env';
import { sign } from '@/lib/core/secrets';
import { receiveHostedAuthCallback } from '@/lib/hosted-callback/mutations';

export interface CallbackEndpoint {
  /** Our address, as the environment has it from now on. */
  url: string;
  /** What we answered, in order. */
  answers: number[];
  stop(): Promise<void>;
}

/** Our endpoint of the hosted wizard over real HTTP. Call it in `beforeAll`, before `env()` is read. */
export async function startCallbackEndpoint(db: () => Db): Promise<CallbackEndpoint> {
  const answers: number[] = [];
  let url = '';
  const server = createServer(async (request, response) => {
    const result = await receiveHostedAuthCallback(
      {
        url: new URL(request.url ?? '/', url),
        contentType: request.headers['content-type'] ?? null,
        body: request,
      },
      db(),
    );
    answers.push(result.status);
    response.writeHead(result.status).end(JSON.stringify(result.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('PUBLIC_URL', url);
  return {
    url,
    answers,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a test of connecting looks at, and the forger's tools. */
export function connectTools(world: AccountsWorld) {
  const { db, workspace } = world;
  const requests = () =>
    db
      .select()
      .from(hostedAuthRequests)
      .where(eq(hostedAuthRequests.workspaceId, workspace.id))
      .orderBy(asc(hostedAuthRequests.id));
  return {
    requests,
    events: () =>
      db
        .select()
        .from(webhookEvents)
        .where(eq(webhookEvents.workspaceId, workspace.id))
        .orderBy(asc(webhookEvents.id)),
    rows: () => db.select().from(accounts).where(eq(accounts.workspaceId, workspace.id)),
    lastRequest: async () => {
      const [row] = (await requests()).slice(-1);
      if (!row) throw new Error('no request');
      return row;
    },
  };
}

/** The address and the name that a request of ours has; the wizard's own calls prove them elsewhere. */
export function genuineCallback({ id, gatewayId }: { id: string; gatewayId: string }) {
  const { AUTH_SECRET, PUBLIC_URL } = env();
  const key = sign(AUTH_SECRET, CALLBACK_PURPOSE, callbackValue(gatewayId, id));
  return {
    notifyUrl: `${PUBLIC_URL}/api/hosted-auth/callback?request=${id}&key=${key}`,
    name: `${id}.${sign(AUTH_SECRET, NAME_PURPOSE, id)}`,
  };
}

export async function callBack(url: string, body: unknown): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', body: text });
  await response.body?.cancel();
  return response.status;
}
