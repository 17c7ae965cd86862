import { expect, it } from 'vitest';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { addConnection } from './connection-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '0' });
const test = testDb();

it('a connection is no way to services of this machine, unless a sandbox is meant to be there', async () => {
  const { ctx } = await createMember(test.db, await createWorkspace(test.db), 'owner');
  for (const baseUrl of ['http://127.0.0.1:5432', 'http://localhost', 'http://[::1]:80']) {
    const input = { name: 'Own', dialect: 'unipile-v1' as const, baseUrl, apiKey: 'key' };
    await expect(addConnection(ctx, input), baseUrl).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { baseUrl: 'The address must start with https://.' },
    });
  }
});
