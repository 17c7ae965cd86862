import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a person reads once everything runs.
 * @param {object} options
 * @param {Record<string, string>} options.environment
 * @param {{ hasDatabase: boolean, hasApi: boolean, hasMailbox: boolean }} options.parts
 * @param {{ apiUrl: string, mailboxUrl: string } | undefined} options.sandbox
 * @param {{ url: string }} options.server
 * @param {string} options.dataDir
 * @param {{ values: Record<string, string>, file: string }} options.secrets
 * @returns {string}
 */
export function demoText({ environment, parts, sandbox, server, dataDir, secrets }) {
  const lines = ['', `Switchboard is ready: ${server.url}`, ''];
  if (parts.hasApi) lines.push(...signIns(dataDir));
  if (sandbox && parts.hasApi) {
    lines.push(`Stand-in for the providers (break and mend accounts there): ${sandbox.apiUrl}`);
  }
  if (sandbox && parts.hasMailbox) {
    lines.push(`Outgoing mail is caught and can be read at: ${sandbox.mailboxUrl}`);
  }
  if (parts.hasApi) {
    const delay = environment.RECONNECT_EMAIL_DELAY_SECONDS;
    lines.push(
      `A lost account's owner gets an e-mail after ${delay} s here (usually 600 s; RECONNECT_EMAIL_DELAY_SECONDS).`,
    );
  }
  if (!parts.hasDatabase && secrets.values.ENCRYPTION_KEYS) {
    lines.push(
      `ENCRYPTION_KEYS was not given, so a key was made in ${secrets.file}: keep that file, or the stored credentials cannot be read again.`,
    );
  }
  lines.push('Ctrl-C stops everything; the data stays.', '');
  return lines.join('\n');
}

/** The seed leaves `demo.json`: `{ signIns: [{ email, password, role }] }`. */
function signIns(dataDir) {
  let list = [];
  try {
    list = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')).signIns ?? [];
  } catch {
    return [];
  }
  const width = Math.max(0, ...list.map(({ email }) => email.length));
  const rows = list.map(
    ({ email, password, role }) => `  ${email.padEnd(width)}  ${password}  (${role})`,
  );
  return ['Sign in with one of these:', ...rows, ''];
}
