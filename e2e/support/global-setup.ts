import { startStack } from './stack';

/** Once for all browser tests; the result ends everything that was started. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  process.env.E2E_URL = stack.url;
  process.env.E2E_MAILBOX_URL = stack.mailboxUrl;
  process.env.E2E_SERVER_LOG = stack.serverLogFile;
  return stack.stop;
}
