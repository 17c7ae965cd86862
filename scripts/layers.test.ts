import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLayers } from './layers.mjs';

const ROOT = join(import.meta.dirname, '..');
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: { name: string; comment: string }[];
};

/** One forbidden import per rule: what is imported, and from where. */
const SEEDS: Record<string, [from: string, to: string]> = {
  'core-knows-nothing': ['lib/core/a.ts', '@/db/client'],
  'database-knows-core': ['db/b.ts', '@/lib/inbox/queries'],
  'gateway-knows-core': ['lib/gateway/http.ts', '@/db/client'],
  'auth-knows-no-domain': ['lib/auth/c.ts', '@/lib/inbox/queries'],
  'jobs-know-no-domain': ['lib/jobs/d.ts', '@/lib/inbox/handlers'],
  'live-knows-no-domain': ['lib/live/e.ts', '@/lib/inbox/queries'],
  'edge-wrappers': ['lib/server/f.ts', '@/db/client'],
  'pure-files': ['lib/inbox/rules.ts', '@/lib/inbox/queries'],
  'domain-queries': ['lib/accounts/queries.ts', '@/lib/inbox/queries'],
  'domain-mutations': ['lib/inbox/mutations.ts', '@/lib/auth/session'],
  'domain-jobs': ['lib/inbox/jobs.ts', '@/lib/inbox/mutations'],
  'domain-actions': ['lib/inbox/actions.ts', '@/lib/accounts/mutations'],
  'domain-handlers': ['lib/inbox/handlers.ts', '@/lib/auth/session'],
  'primitives-know-nothing': ['components/ui/button.tsx', '@/components/inbox/thread'],
  'components-use-the-edge': ['components/inbox/list.tsx', '@/lib/inbox/queries'],
  'pages-compose': ['app/inbox/page.tsx', '@/db/client'],
  'routes-mount': ['app/api/x/route.ts', '@/lib/gateway/client'],
  'worker-composes-jobs': ['worker/g.ts', '@/lib/inbox/mutations'],
  'server-mounts': ['server/h.ts', '@/lib/inbox/queries'],
  'sandbox-stands-alone': ['sandbox/i.test.ts', '@/lib/core/time'],
  'extension-stands-alone': ['extension/n.js', '@/lib/core/time'],
  'product-without-tests': ['server/j.ts', '@/sandbox/world'],
  'product-without-dev-packages': ['lib/core/k.ts', 'vitest'],
  'pure-without-platform': ['lib/inbox/schema.ts', 'pg'],
  'pure-without-node': ['lib/inbox/types.ts', 'node:crypto'],
  'pure-without-server-core': ['lib/inbox/options.ts', '@/lib/core/through'],
  'components-without-server-core': ['components/inbox/env.tsx', '@/lib/core/env'],
  'jobs-without-framework': ['worker/l.ts', 'next/headers'],
  'sign-in-library-stays-behind-auth': ['app/sign-in/page.tsx', 'next-auth/react'],
  'dialects-stay-inside': ['worker/m.ts', '@/lib/gateway/unipile-v1/wire'],
  'no-circles': ['lib/core/circle-a.ts', './circle-b'],
  'nothing-unresolved': ['lib/core/lost.ts', './nowhere'],
};

/** Sound files that the seeds import, and imports that must stay allowed. */
const SOUND: Record<string, string> = {
  'db/client.ts': "export * from '@/lib/core/time';",
  'lib/core/time.ts': 'export const now = 1;',
  'lib/core/env.ts': 'export const env = 1;',
  'lib/core/through.ts': "export * from '@/lib/core/env';",
  'lib/core/circle-b.ts': "export * from './circle-a';",
  'lib/auth/session.ts': "export * from '@/db/client';",
  'lib/auth/scope.ts': 'export const scope = 1;',
  'lib/gateway/client.ts': 'export const client = 1;',
  'lib/gateway/unipile-v1/wire.ts': 'export const wire = 1;',
  'lib/accounts/mutations.ts': "export * from '@/lib/gateway/client';",
  'lib/inbox/thread-queries.ts': "export * from '@/db/client'; export * from '@/lib/auth/scope';",
  'lib/inbox/queries.ts': "export * from '@/lib/inbox/thread-queries';",
  'components/inbox/thread.tsx': "export * from '@/lib/core/time';",
  'sandbox/world.ts': 'export const world = 1;',
  'lib/inbox/queries.db.test.ts': "export * from '@/sandbox/world'; export * from 'vitest';",
};

describe('the layers', { timeout: 60_000 }, () => {
  let folder = '';
  let caught: ReturnType<typeof readLayers>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'switchboard-layers-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, name));
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const files = new Map<string, string>();
    for (const [from, to] of Object.values(SEEDS)) {
      files.set(from, `export * from '${to}';`);
    }
    for (const [file, text] of Object.entries(SOUND)) files.set(file, text);
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
    }
    caught = readLayers(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(config.forbidden.map(({ name }) => name))('catches a seeded breach of %s', (name) => {
    const seed = SEEDS[name];
    expect(seed, 'each rule needs a seed').toBeDefined();
    const found = caught.violations.filter(({ rule }) => rule === name).map(({ from }) => from);
    expect(found).toContain(seed?.[0]);
  });

  it('lets sound imports be', () => {
    const sound = new Set(Object.keys(SOUND));
    const wrong = caught.violations.filter(
      ({ rule, from }) => sound.has(from) && !(rule === 'no-circles' && from.includes('circle')),
    );
    expect(wrong).toEqual([]);
  });

  it('gives a reason for each rule', () => {
    const bare = config.forbidden.filter(({ comment }) => !comment || comment.length < 20);
    expect(bare).toEqual([]);
  });

  it('reads enough of this project to prove something', () => {
    expect(readLayers(ROOT).moduleCount).toBeGreaterThan(50);
    // It reads the whole project, which takes a minute and a half on a machine that does much else.
  }, 240_000);
});
