import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dsnProblem, failpoints, isLoopbackHttp, keyRing, normaliseDsn } from './env-formats';

/**
 * The validated environment, read once. Throws {@link EnvError} with every problem when it is wrong.
 * This file is the only reader of `process.env` in the product.
 */
export function env(): Env {
  if (!cached) {
    cached = loadEnv();
    // The sign-in library learns its own address from here only; without it, it believes Host.
    process.env.NEXTAUTH_URL = cached.PUBLIC_URL;
  }
  return cached;
}

/**
 * Reads and validates the environment. An empty value counts as not given. For the variables of
 * `SECRET_NAMES`, `NAME_FILE` may name a file that holds the value (container secrets).
 * @returns a frozen object keyed by variable name; durations and sizes are numbers in the unit that
 *   ends the name, `PUBLIC_URL` and `UNIPILE_DSN` are origins without a trailing slash.
 * @throws EnvError listing all problems at once; no value of a variable is part of it.
 */
export function loadEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const { given, problems } = readGiven(source);
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      // A secret file that cannot be read has been reported already.
      if (!problems.some((known) => known.startsWith(`${name}_FILE `))) {
        problems.push(`${name} ${issue.message}`);
      }
    }
  }
  problems.push(...crossProblems(given));
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  const values = parsed.data;
  return Object.freeze({
    ...values,
    PUBLIC_URL: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
  });
}

/** What {@link loadEnv} throws: `problems` holds one sentence per variable that is wrong. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not valid:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }));
};

const flag = () =>
  z.stringbool({
    truthy: ['1', 'true', 'yes', 'on'],
    falsy: ['0', 'false', 'no', 'off'],
    error: 'must be true or false',
  });

const oneOf = <const T extends readonly [string, ...string[]]>(...names: T) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

const urlWith = (...protocols: string[]) =>
  z.string({ error: 'is required' }).refine((text) => protocols.includes(protocolOf(text)), {
    error: `must be a URL that starts with ${protocols.map((name) => `${name}//`).join(' or ')}`,
  });

const variables = z.object({
  NODE_ENV: oneOf('production', 'development', 'test').default('production'),
  ROLE: oneOf('all', 'web', 'worker').default('all'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535).default(3000),
  PUBLIC_URL: urlWith('http:', 'https:')
    .refine((text) => isOrigin(text), {
      error: 'must be an address without path, query or user name',
    })
    .transform((text) => new URL(text).origin)
    .optional(),
  DATABASE_URL: urlWith('postgres:', 'postgresql:'),
  DATABASE_POOL_MAX: wholeNumber(1, 500).default(10),
  UNIPILE_DSN: z.string().transform(normaliseDsn).optional(),
  UNIPILE_ACCESS_TOKEN: z.string().optional(),
  ALLOW_INSECURE_GATEWAY: flag().default(false),
  SMTP_URL: urlWith('smtp:', 'smtps:'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@]@[^\s@][^\r\n]*$/, {
      error: 'must be an e-mail address, with or without a name',
    })
    .default('Switchboard <no-reply@localhost>'),
  AUTH_SECRET: z
    .string({ error: 'is required' })
    .min(32, { error: 'must be at least 32 characters long' }),
  ENCRYPTION_KEYS: z.string({ error: 'is required' }).transform(keyRing),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_TENANT: z.string().default('common'),
  INITIAL_OWNER_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  TRUST_PROXY: flag().default(false),
  RECONNECT_EMAIL_DELAY_SECONDS: wholeNumber(0, 86_400).default(600),
  ACCOUNT_FRESH_SECONDS: wholeNumber(1, 86_400).default(900),
  ACCOUNT_CHECK_INTERVAL_SECONDS: wholeNumber(1, 86_400).default(300),
  CHAT_POLL_INTERVAL_SECONDS: wholeNumber(1, 86_400).default(300),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  FAILPOINTS: z.string().default('').transform(failpoints),
  ALLOW_FAILPOINTS: flag().default(false),
});

/** The schema of each variable by name, so that a check can compare `.env.example` with it. */
export const ENV_VARIABLES = variables.shape;

/** Variables that may come from a file named by `NAME_FILE`. */
export const SECRET_NAMES = [
  'DATABASE_URL',
  'UNIPILE_ACCESS_TOKEN',
  'SMTP_URL',
  'AUTH_SECRET',
  'ENCRYPTION_KEYS',
  'GOOGLE_CLIENT_SECRET',
  'MICROSOFT_CLIENT_SECRET',
] as const satisfies readonly (keyof typeof ENV_VARIABLES)[];

/** The validated environment; see {@link loadEnv}. */
export type Env = Readonly<z.infer<typeof variables> & { PUBLIC_URL: string }>;

type Given = Readonly<Record<string, string | undefined>>;

let cached: Env | undefined;

function readGiven(source: Given): { given: Given; problems: string[] } {
  const given: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of Object.keys(ENV_VARIABLES)) {
    const value = source[name]?.trim();
    if (value) given[name] = value;
  }
  for (const name of SECRET_NAMES) {
    const path = source[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (given[name]) {
      problems.push(`${name}_FILE must not be given together with ${name}`);
      continue;
    }
    try {
      const value = readFileSync(path, 'utf8').trim();
      if (value) given[name] = value;
      else problems.push(`${name}_FILE names an empty file`);
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read`);
    }
  }
  return { given, problems };
}

function crossProblems(given: Given): string[] {
  const problems: string[] = [];
  const pair = (first: string, second: string) => {
    if (Boolean(given[first]) !== Boolean(given[second])) {
      problems.push(`${first} and ${second} must be given together or not at all`);
    }
  };
  pair('UNIPILE_DSN', 'UNIPILE_ACCESS_TOKEN');
  pair('GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET');
  pair('MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET');
  if (given.UNIPILE_DSN) {
    const problem = dsnProblem(given.UNIPILE_DSN);
    if (problem) problems.push(`UNIPILE_DSN ${problem}`);
    else if (isLoopbackHttp(given.UNIPILE_DSN) && !isOn(given.ALLOW_INSECURE_GATEWAY)) {
      problems.push('UNIPILE_DSN may use http:// only together with ALLOW_INSECURE_GATEWAY=1');
    }
  }
  const isProduction = (given.NODE_ENV ?? 'production') === 'production';
  if (given.FAILPOINTS && isProduction && !isOn(given.ALLOW_FAILPOINTS)) {
    problems.push('FAILPOINTS must not be given in production without ALLOW_FAILPOINTS=1');
  }
  return problems;
}

function isOn(text: string | undefined): boolean {
  return flag().safeParse(text).data === true;
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return true; // Reported by the check before.
  const url = new URL(text);
  return url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
}
