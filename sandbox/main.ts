import type { SandboxOptions } from './options';
import { startSandbox } from './server';

/** Starts the sandbox from its environment and prints one JSON line when it is ready. */
async function main(): Promise<void> {
  const options = readEnvironment();
  const sandbox = await startSandbox(options);
  const ready = {
    ready: true,
    apiUrl: sandbox.url,
    smtpPort: sandbox.smtpPort,
    mailboxUrl: sandbox.mailboxUrl,
  };
  console.log(JSON.stringify(ready));
  const stop = () => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function readEnvironment(): SandboxOptions {
  const { env } = process;
  const parts = (env.SANDBOX_PARTS ?? 'api,mailbox').split(',').map((part) => part.trim());
  for (const part of parts) {
    if (part !== 'api' && part !== 'mailbox')
      throw new Error(`SANDBOX_PARTS: "${part}" is neither api nor mailbox.`);
  }
  const seed = env.SANDBOX_SEED || 'demo';
  if (seed !== 'demo' && seed !== 'empty') throw new Error('SANDBOX_SEED must be demo or empty.');
  const speed = readNumber('SANDBOX_SPEED', 1);
  if (speed <= 0) throw new Error('SANDBOX_SPEED must be above 0.');
  return {
    port: readNumber('SANDBOX_PORT', 3114),
    host: env.SANDBOX_HOST || '127.0.0.1',
    apiKey: env.SANDBOX_API_KEY || 'sandbox-key',
    parts: (['api', 'mailbox'] as const).filter((part) => parts.includes(part)),
    smtpPort: readNumber('SANDBOX_SMTP_PORT', 1025),
    seed,
    speed,
    ...(env.SANDBOX_API_KEY_V2 ? { apiKeyV2: env.SANDBOX_API_KEY_V2 } : {}),
    ...(env.SANDBOX_API_KEY_POSTPRESS ? { apiKeyPostpress: env.SANDBOX_API_KEY_POSTPRESS } : {}),
    ...(env.SANDBOX_PUBLIC_URL ? { publicUrl: env.SANDBOX_PUBLIC_URL.replace(/\/+$/, '') } : {}),
    ...(env.SANDBOX_STATE_FILE ? { stateFile: env.SANDBOX_STATE_FILE } : {}),
  };
}

function readNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`${name} must be a number, not "${text}".`);
  return value;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'The sandbox could not start.';
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `The sandbox cannot start: port ${error.port} is in use. Stop what uses it, or set SANDBOX_PORT or SANDBOX_SMTP_PORT.`;
  }
  return `The sandbox cannot start: ${error.message}`;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
