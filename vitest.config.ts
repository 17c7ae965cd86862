import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Workers share the process's zone; a zone with odd minutes shows code that assumes whole hours.
process.env.TZ = 'Asia/Kathmandu';

const alias = {
  '@base-ui-parts': `${import.meta.dirname}/node_modules/@base-ui/react`,
  '@': import.meta.dirname,
};
const never = ['**/node_modules/**', '**/.next/**', '**/.data/**', '**/.cache/**', 'e2e/**'];

/** A valid environment for code under test; its database is out of reach, so none is used by chance. */
const env = {
  NODE_ENV: 'test' as const,
  TZ: 'Asia/Kathmandu',
  LOG_LEVEL: 'silent',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  SMTP_URL: 'smtp://127.0.0.1:9',
  AUTH_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
  ENCRYPTION_KEYS: `v1:${Buffer.alloc(32, 7).toString('base64')}`,
  ALLOW_INSECURE_GATEWAY: '1',
};

export default defineConfig({
  resolve: { alias },
  test: {
    pool: 'threads',
    // The usual one less than the cores leaves half of a small machine idle.
    maxWorkers: Math.min(8, Math.max(2, availableParallelism())),
    env,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, '**/*.db.test.ts', 'sandbox/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: [...never, 'sandbox/**'],
          globalSetup: ['scripts/vitest-database.mjs'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // What is polled may be a whole run of jobs on a busy machine.
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: ['sandbox/**/*.test.ts'],
          exclude: never,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
