import pino, { type Logger as PinoLogger } from 'pino';
import { env } from './env';

export type Logger = PinoLogger;

/**
 * Keys whose values never reach a log, wherever they stand in an entry. Bodies of messages are not
 * logged at all; this list is the net below that rule (K2).
 */
export const REDACTED_KEYS = [
  'password',
  'token',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
  'text',
  'body',
] as const;

const redactPaths = REDACTED_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

let root: Logger | undefined;

/** Structured JSON log on stdout; one entry per request, action, job and API call. */
export function log(): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    redact: { paths: redactPaths, censor: '[redacted]' },
    base: { role: env().ROLE },
  });
  return root;
}

/** What may be logged of an unknown error: its class, code and stack, never its properties. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : errorFields(error.cause);
  return { error: error.name, code, stack: error.stack, cause };
}
