import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { gateways } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { hashToken } from '@/lib/core/secrets';
import { ensureWebhooks } from '@/lib/gateways/handlers';
import { addGateway, callGateway, openGateway } from '@/lib/gateways/mutations';
import { listGateways } from '@/lib/gateways/queries';
import { systemCtx } from '@/lib/jobs/system-scope';

const WEBHOOK_SOURCES = ['messaging', 'account_status', 'email', 'email_tracking', 'users'];

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;
/** A registered webhook as the API shows it. */
interface WireWebhook {
  headers: { key: string; value: string }[];
}

beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  world = await createAccountsWorld(test.pool, sandbox);
});

const ensure = () => ensureWebhooks({ gatewayId: world.gateway.id }, world.ctx, world.tools());
const known = () => callGateway(world.ctx, world.gateway.id, (client) => client.listWebhooks());
const gatewayRow = async () =>
  (await test.db.select().from(gateways).where(eq(gateways.id, world.gateway.id)))[0];

describe('the webhooks at the API', () => {
  it('are one per source at our address; a second run changes nothing', async () => {
    await ensure();
    const first = await known();
    expect(first.map((webhook) => webhook.source).sort()).toEqual([...WEBHOOK_SOURCES].sort());
    const url = `http://localhost:3000/api/webhooks/${world.gateway.id}`;
    expect(new Set(first.map((webhook) => webhook.requestUrl))).toEqual(new Set([url]));
    await ensure();
    expect((await known()).map((one) => one.id).sort()).toEqual(first.map((one) => one.id).sort());
    expect((await gatewayRow())?.webhooksCheckedAt).not.toBeNull();
  });

  it('are made anew when one is missing, with a secret that was valid before they were', async () => {
    await ensure();
    const [before] = (await gatewayRow())?.webhookSecretHashes ?? [];
    const [first] = await known();
    await callGateway(world.ctx, world.gateway.id, (client) =>
      client.deleteWebhook(first?.id ?? ''),
    );
    await ensure();
    expect(await known()).toHaveLength(WEBHOOK_SOURCES.length);
    const hashes = (await gatewayRow())?.webhookSecretHashes ?? [];
    expect(hashes[1]).toBe(before);
    expect(hashes[0]).not.toBe(before);
    const answer = await fetch(`${sandbox.url}/api/v1/webhooks`, {
      headers: { 'X-API-KEY': sandbox.apiKey },
    });
    const { items }: { items: WireWebhook[] } = await answer.json();
    expect(items).toHaveLength(WEBHOOK_SOURCES.length);
    for (const webhook of items) {
      const secret = webhook.headers.find((header) => header.key === 'Unipile-Auth')?.value ?? '';
      expect(hashToken(secret)).toBe(hashes[0]);
    }
  });

  it('of an older address and duplicates go, those of other integrations stay', async () => {
    await callGateway(world.ctx, world.gateway.id, async (client) => {
      const path = `/api/webhooks/${world.gateway.id}`;
      for (const requestUrl of [
        `https://old.example${path}`,
        `http://localhost:3000${path}`,
        `http://localhost:3000${path}`,
        'https://other.example/hook',
      ]) {
        await client.createWebhook({ source: 'messaging', requestUrl, secret: 'x' });
      }
    });
    await ensure();
    const urls = (await known()).map((webhook) => new URL(webhook.requestUrl).host).sort();
    expect(urls).toEqual([...WEBHOOK_SOURCES.map(() => 'localhost:3000'), 'other.example']);
  });

  it('killed half-way are right after the next run', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'DELETE', path: '/api/v1/webhooks/*' },
      status: 500,
      type: 'errors/unexpected_error',
    });
    await callGateway(world.ctx, world.gateway.id, (client) =>
      client.createWebhook({
        source: 'messaging',
        requestUrl: `http://localhost:3000/api/webhooks/${world.gateway.id}`,
        secret: 'x',
      }),
    );
    await expect(ensure()).rejects.toThrow();
    expect(await known()).toHaveLength(WEBHOOK_SOURCES.length + 1);
    await ensure();
    expect(await known()).toHaveLength(WEBHOOK_SOURCES.length);
  });
});

describe('an API connection', () => {
  const fields = { name: 'Main', dialect: 'unipile-v1' } as const;

  it('added twice is one, with the newer key; the key is nowhere in clear (K1)', async () => {
    const ctx = systemCtx(test.db, (await createWorkspace(test.db)).id);
    const first = await addGateway(ctx, {
      ...fields,
      baseUrl: `${sandbox.url}/`,
      apiKey: 'CANARY-1',
    });
    const second = await addGateway(ctx, { ...fields, baseUrl: sandbox.url, apiKey: 'CANARY-2' });
    expect(second.id).toBe(first.id);
    const { rows } = await test.pool.query(
      `select row_to_json(g)::text as text from gateways g
       union all select row_to_json(a)::text from audit_log a
       union all select row_to_json(j)::text from graphile_worker._private_jobs j`,
    );
    expect(rows.some((row) => row.text.includes('CANARY'))).toBe(false);
    await expect(openGateway(ctx, second.id)).resolves.toBeDefined();
    const [listed] = await listGateways(ctx);
    expect(Object.keys(listed ?? {})).toEqual(['id', 'name', 'dialect']);
  });

  it('whose sealed key was copied from another row does not open', async () => {
    const other = await createAccountsWorld(test.pool, sandbox);
    await test.db
      .update(gateways)
      .set({ apiKeySealed: (await gatewayRow())?.apiKeySealed })
      .where(eq(gateways.id, other.gateway.id));
    await expect(openGateway(other.ctx, other.gateway.id)).rejects.toMatchObject({
      code: 'key_unreadable',
    });
  });

  it('of another workspace is not found, and nor is an id that is none', async () => {
    const other = await createAccountsWorld(test.pool, sandbox);
    for (const id of [world.gateway.id, 'no-id']) {
      await expect(openGateway(other.ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('that fails says so until it works again', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'garbage_html',
      match: { method: 'GET', path: '/api/v1/webhooks' },
    });
    await expect(known()).rejects.toMatchObject({ code: 'garbage' });
    expect((await gatewayRow())?.lastErrorCode).toBe('garbage');
    await known();
    expect(await gatewayRow()).toMatchObject({ lastErrorCode: null });
  });
});
