import { vi } from 'vitest';

export const TEST_PUBLIC_URL = 'http://localhost:3000';

/**
 * A valid environment for a test file that reaches `env()`; call it at the top of the file, before
 * anything reads it. `values` replace single variables.
 */
export function setTestEnv(values: Readonly<Record<string, string>> = {}): void {
  const environment = {
    NODE_ENV: 'test',
    PUBLIC_URL: TEST_PUBLIC_URL,
    DATABASE_URL: 'postgres://127.0.0.1:1/unused',
    SMTP_URL: 'smtp://127.0.0.1:1',
    AUTH_SECRET: 'test-secret-of-more-than-thirty-two-characters',
    ENCRYPTION_KEYS: `v1:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
    ...values,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}
