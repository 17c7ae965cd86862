import type { z } from 'zod';

/** One key of the ring: `version` is written beside each ciphertext, `key` is 32 bytes (AES-256). */
export type EncryptionKey = { readonly version: string; readonly key: Buffer };

/**
 * Parses `v2:<base64>,v1:<base64>` (32 bytes each). The first key is the current one, the others
 * only decrypt. Usable as a Zod transform: problems become issues, never texts with key material.
 */
export function keyRing(text: string, ctx: z.RefinementCtx): readonly EncryptionKey[] {
  const keys: EncryptionKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const match = /^\s*([a-z0-9]{1,16}):([A-Za-z0-9+/]{43}=)\s*$/.exec(entry);
    const [, version, encoded] = match ?? [];
    if (!version || !encoded) {
      ctx.addIssue(`entry ${index + 1} must be VERSION:BASE64 of exactly 32 bytes`);
    } else if (keys.some((known) => known.version === version)) {
      ctx.addIssue(`names the key ${version} twice`);
    } else {
      keys.push(Object.freeze({ version, key: Buffer.from(encoded, 'base64') }));
    }
  }
  return Object.freeze(keys);
}

/**
 * Parses `name=exit,other=throw,third=sleep:500` into place → what happens there. Which places exist
 * is known to lib/core/failpoints.
 */
export function failpoints(text: string, ctx: z.RefinementCtx): ReadonlyMap<string, string> {
  const actions = new Map<string, string>();
  for (const [index, entry] of text.split(',').entries()) {
    if (!entry.trim()) continue;
    const match =
      /^\s*([a-z][a-z0-9_.-]*)=(exit(?:@[\w-]{1,40})?|stop|throw|sleep:\d{1,6})\s*$/.exec(entry);
    const [, name, action] = match ?? [];
    if (name && action) actions.set(name, action);
    else
      ctx.addIssue(
        `entry ${index + 1} must be NAME=exit, NAME=stop, NAME=throw or NAME=sleep:MILLISECONDS`,
      );
  }
  return actions;
}

/**
 * Makes one origin of what people paste as DSN: with or without `https://`, with a trailing slash or
 * the `/api/v1` of the documentation's examples. Call {@link dsnProblem} to know whether it is valid.
 */
export function normaliseDsn(text: string): string {
  return dsnUrl(text)?.origin ?? text;
}

/** What is wrong with a DSN, as the rest of a sentence, or undefined. */
export function dsnProblem(text: string): string | undefined {
  const url = dsnUrl(text);
  if (!url) return 'must be a host name with a port, such as api1.example.com:13111';
  if (url.username || url.password || url.search || url.hash) {
    return 'must not hold a user name, a query or a fragment';
  }
  if (!/^\/(api\/v1\/?)?$/.test(url.pathname)) return 'must not hold a path';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return 'must start with https:// or with no protocol';
  return isLoopback(url.hostname) ? undefined : 'must not use http:// outside this machine';
}

/** True for a plain-http DSN of this machine (the sandbox). */
export function isLoopbackHttp(text: string): boolean {
  const url = dsnUrl(text);
  return url?.protocol === 'http:' && isLoopback(url.hostname);
}

function dsnUrl(text: string): URL | undefined {
  // `host:13111` alone would parse as a URL with the protocol `host:`.
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(full) ? new URL(full) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
