import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { choosePort, isPortFree, portInUse, portOf } from './ports.mjs';

/** A fast second mail for the demonstration; the product waits ten minutes. */
const DEMO_RECONNECT_DELAY_SECONDS = '15';

/**
 * The environment as the user gave it: `.env` of the checkout below the real environment. An empty
 * value counts as not given.
 * @param {string} root
 * @param {Record<string, string | undefined>} [environment]
 * @returns {Record<string, string>}
 */
export function readGiven(root, environment = process.env) {
  const file = readText(join(root, '.env'));
  const all = { ...(file ? parseEnv(file) : {}), ...environment };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value?.trim()));
}

/**
 * Which parts the launcher has to bring itself.
 * @param {Record<string, string>} given
 * @returns {{ hasDatabase: boolean, hasApi: boolean, hasMailbox: boolean }} true for what it brings
 */
export function decideParts(given) {
  const isGiven = (name) => Boolean(given[name] ?? given[`${name}_FILE`]);
  return {
    hasDatabase: !isGiven('DATABASE_URL'),
    // One of the two alone is a mistake that the check of the environment reports.
    hasApi: !isGiven('UNIPILE_DSN') && !isGiven('UNIPILE_ACCESS_TOKEN'),
    hasMailbox: !isGiven('SMTP_URL'),
  };
}

/**
 * Picks the ports. PORT is what people type, so it never moves; the sandbox may, and stays where it
 * moved to as long as that is free.
 * @param {Record<string, string>} given
 * @param {ReturnType<typeof decideParts>} parts
 * @param {string} dataDir
 * @returns {Promise<{ web: number, sandbox?: number, smtp?: number, moved: string[] }>} `moved` holds
 *   one sentence per port that is not the usual one
 * @throws {Error} one sentence that names the taken port and its variable
 */
export async function choosePorts(given, parts, dataDir) {
  const web = portOf('PORT', given.PORT ?? '3000');
  // A browser may try ::1 first for localhost, so another program there is in the way as well.
  const isFree = (await isPortFree(web, given.HOST)) && (await isPortFree(web, '::1'));
  if (!isFree) {
    throw new Error(portInUse(web, 'PORT', 'Switchboard'));
  }
  const file = join(dataDir, 'ports.json');
  const last = readJson(file);
  const ports = { web, moved: [] };
  const take = async (name, variable, part, usual) => {
    const preferred = Number(last[name]) || usual;
    const chosen = await choosePort({ variable, part, given: given[variable], preferred });
    ports[name] = chosen.port;
    if (chosen.movedFrom) {
      ports.moved.push(
        `Port ${chosen.movedFrom} is in use, so ${part} listens on ${chosen.port} (${variable} fixes it).`,
      );
    }
  };
  if (parts.hasApi || parts.hasMailbox) await take('sandbox', 'SANDBOX_PORT', 'the sandbox', 3114);
  if (parts.hasMailbox) await take('smtp', 'SANDBOX_SMTP_PORT', 'the mail catcher', 1025);
  writeFileSync(file, `${JSON.stringify({ ...last, sandbox: ports.sandbox, smtp: ports.smtp })}\n`);
  return ports;
}

/**
 * Secrets of this installation: made once and kept in `secrets.json` (mode 0600) unless given.
 * @param {Record<string, string>} given
 * @param {string} dataDir
 * @returns {{ values: Record<string, string>, file: string }} only those that were not given
 */
export function keepSecrets(given, dataDir) {
  const file = join(dataDir, 'secrets.json');
  const kept = readJson(file);
  const makers = {
    AUTH_SECRET: () => randomBytes(48).toString('base64url'),
    ENCRYPTION_KEYS: () => `v1:${randomBytes(32).toString('base64')}`,
    SANDBOX_API_KEY: () => randomBytes(24).toString('base64url'),
  };
  const values = {};
  for (const [name, make] of Object.entries(makers)) {
    if (given[name] || given[`${name}_FILE`]) continue;
    kept[name] ??= make();
    values[name] = kept[name];
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  return { values, file };
}

/**
 * The environment of all our processes.
 * @param {object} options
 * @param {Record<string, string>} options.given
 * @param {ReturnType<typeof decideParts>} options.parts
 * @param {Awaited<ReturnType<typeof choosePorts>>} options.ports
 * @param {Record<string, string>} options.secrets
 * @param {string} options.databaseUrl used when the database is ours
 * @param {string} options.dataDir
 * @param {boolean} options.isDev
 * @returns {Record<string, string>}
 */
export function productEnvironment({ given, parts, ports, secrets, databaseUrl, dataDir, isDev }) {
  const sandboxUrl = `http://localhost:${ports.sandbox}`;
  const environment = {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...secrets,
    ...given,
    PORT: String(ports.web),
    SWITCHBOARD_DATA_DIR: dataDir,
  };
  if (isDev) environment.NODE_ENV = 'development';
  if (parts.hasDatabase) environment.DATABASE_URL = databaseUrl;
  if (parts.hasMailbox) environment.SMTP_URL = `smtp://127.0.0.1:${ports.smtp}`;
  if (parts.hasApi) {
    environment.UNIPILE_DSN = `http://127.0.0.1:${ports.sandbox}`;
    environment.UNIPILE_ACCESS_TOKEN = environment.SANDBOX_API_KEY;
    environment.ALLOW_INSECURE_GATEWAY = '1';
    environment.RECONNECT_EMAIL_DELAY_SECONDS ??= DEMO_RECONNECT_DELAY_SECONDS;
  }
  if (parts.hasApi || parts.hasMailbox) {
    environment.SANDBOX_PORT = String(ports.sandbox);
    environment.SANDBOX_PUBLIC_URL ??= sandboxUrl;
    environment.SANDBOX_STATE_FILE ??= join(dataDir, 'sandbox.json');
    environment.SANDBOX_PARTS = [parts.hasApi && 'api', parts.hasMailbox && 'mailbox']
      .filter(Boolean)
      .join(',');
  }
  if (parts.hasMailbox) environment.SANDBOX_SMTP_PORT = String(ports.smtp);
  return environment;
}

function readJson(file) {
  try {
    const value = JSON.parse(readText(file));
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
