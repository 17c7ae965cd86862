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
  return { error: error.name, code, stack: stackWithoutValues(error, code), cause };
}

/**
 * The stack begins with the message, and two kinds of message quote what somebody wrote: Drizzle's, which
 * lists the values of a failed query, and those of Postgres about a value that is none (class 22).
 */
function stackWithoutValues(error: Error, code: string | undefined): string | undefined {
  const { message, stack } = error;
  if (message === '') return stack;
  if ('query' in error && 'params' in error) {
    return stack?.replace(message, () => `Failed query: ${String(error.query)}`);
  }
  const isAboutValue = 'severity' in error && code?.startsWith('22');
  return isAboutValue ? stack?.replace(message, () => 'Value refused by the database') : stack;
}

type ConsoleLog = Pick<Logger, 'error' | 'warn'>;

/** What a library prints goes into the log like everything else, under the same rule. */
export function logConsole(target: Pick<Console, 'error' | 'warn'>, to: ConsoleLog): void {
  for (const level of ['error', 'warn'] as const) {
    target[level] = (...parts: unknown[]) => {
      const found = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => typeof part === 'string').join(' ');
      to[level]({ ...(found && errorFields(found)), words }, `console.${level}`);
    };
  }
}
