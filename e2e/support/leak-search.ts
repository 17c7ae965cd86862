import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spellings } from '@/db/testing/places-in-database';

/** Secrets by what they are, so that a finding says which one without showing it. */
export type Secrets = Readonly<Record<string, string>>;

/** Names of the secrets that stand in a text, as they are or encoded for an address or a header. */
export function secretsIn(text: string, secrets: Secrets): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
    .map(([name]) => name);
}

/** `file: secret` for each secret in a file or in any file below a folder. */
export function searchFiles(path: string, secrets: Secrets): string[] {
  if (!statSync(path).isDirectory()) {
    const text = readFileSync(path, 'latin1');
    return secretsIn(text, secrets).map((name) => `${path}: ${name}`);
  }
  return readdirSync(path).flatMap((name) => searchFiles(join(path, name), secrets));
}
