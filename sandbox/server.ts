import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { createApi } from './api/app';
import { createApiPostpress } from './api-postpress/app';
import { createApiV2 } from './api-v2/app';
import { drawAvatar } from './attachments';
import { controlRoutes } from './control/api';
import { controlEmailRoutes, trackerRoutes } from './control/emails';
import { faultRoutes } from './control/faults';
import { controlIntentRoutes } from './control/intents';
import { intentPages } from './control/intents-page';
import { controlInvitationRoutes } from './control/invitations';
import { controlMessageRoutes } from './control/messages';
import { controlPage } from './control/page';
import { connect } from './domain/accounts';
import { foldersOf, plantFolders } from './domain/folders';
import { finish } from './domain/signing-in';
import { ApiError } from './errors';
import { createWizard } from './hosted/routes';
import { mailboxRoutes } from './mailbox/pages';
import { createMailCatcher } from './mailbox/smtp';
import { defaultBehaviour, type SandboxOptions, type SeedName } from './options';
import { plantDemo } from './seed/demo';
import { emptyState } from './state';
import { StateFile } from './state-file';
import { statusOf, World } from './world';

/** A running sandbox. */
export interface RunningSandbox {
  /** `http://host:port`; the API is below `/api/v1`. */
  url: string;
  apiKey: string;
  /** The key of v2, whose routes are below `/v2`. */
  apiKeyV2: string;
  /** The key of PostPress, whose routes are below `/v1`. */
  apiKeyPostpress: string;
  smtpUrl: string;
  smtpPort: number;
  mailboxUrl: string;
  /** Calls the control API: `control('POST', '/accounts', {…})`; throws when it refuses. */
  control: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  stop: () => Promise<void>;
}

/**
 * Starts a sandbox in this process. Ports default to any free one, so several can run at once.
 * Rejects when a port is taken (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const parts = options.parts ?? ['api', 'mailbox'];
  const host = options.host ?? '127.0.0.1';
  const seed = options.seed ?? 'empty';
  const apiKey = options.apiKey ?? 'sandbox-key';
  const { apiKeyV2, apiKeyPostpress } = options;
  const world = new World({ apiKey, apiKeyV2, apiKeyPostpress, seed, speed: options.speed ?? 1 });
  const file =
    options.stateFile === undefined ? null : new StateFile(options.stateFile, () => world.state);

  restore(world, file, parts);
  const server = await listen(createApp(world, parts), host, options.port ?? 0);
  const port = portOf(server);
  world.publicUrl = options.publicUrl ?? `http://localhost:${port}`;
  if (file !== null) world.onChange = () => file.schedule();

  const catcher = parts.includes('mailbox') ? createMailCatcher(world) : null;
  if (catcher !== null) {
    await listenSmtp(catcher, host, options.smtpPort ?? 0).catch(async (error: unknown) => {
      await close(server);
      throw error;
    });
  }
  const smtpPort = catcher === null ? 0 : smtpPortOf(catcher);
  const url = `http://${host}:${port}`;
  return {
    url,
    apiKey,
    apiKeyV2: world.apiKeyV2,
    apiKeyPostpress: world.apiKeyPostpress,
    smtpUrl: `smtp://${host}:${smtpPort}`,
    smtpPort,
    mailboxUrl: `${world.publicUrl}/mailbox`,
    control: (method, path, body) => callControl(url, method, path, body),
    stop: async () => {
      world.stop();
      file?.save();
      await Promise.all([close(server), catcher === null ? null : closeSmtp(catcher)]);
    },
  };
}

function createApp(world: World, parts: ('api' | 'mailbox')[]): Hono {
  const app = new Hono({ strict: false });
  app.use('/control/*', sameOriginOnly(world));
  app.use('/ui/*', sameOriginOnly(world));
  if (parts.includes('api')) {
    app.route('/api/v1', createApi(world));
    app.route('/v2', createApiV2(world));
    app.route('/v1', createApiPostpress(world));
    app.route('/hosted', createWizard(world));
    controlRoutes(app, world, (seed) => reset(world, seed));
    controlMessageRoutes(app, world);
    controlEmailRoutes(app, world);
    controlInvitationRoutes(app, world);
    trackerRoutes(app, world);
    faultRoutes(app, world);
    controlIntentRoutes(app, world);
    intentPages(app, world);
    controlPage(app, world, parts.includes('mailbox'));
    app.get('/media/avatars/:name', (c) => {
      const bytes = new Uint8Array(drawAvatar(c.req.param('name').replace(/\.png$/, '')));
      return new Response(bytes, {
        headers: { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=3600' },
      });
    });
  } else app.get('/', (c) => c.redirect('/mailbox'));
  if (parts.includes('mailbox')) mailboxRoutes(app, world);
  app.get('/healthz', (c) => c.json({ ready: true }));
  app.onError((error, c) => {
    if (error instanceof ApiError) return Response.json(error.body(), { status: error.status });
    process.stderr.write(`sandbox: ${c.req.method} ${c.req.path} failed: ${error.stack}\n`);
    return c.json({ title: 'Unexpected error' }, 500);
  });
  return app;
}

/** The control routes change things without a key, so no foreign page may post to them. */
function sameOriginOnly(world: World): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const own = [`http://${c.req.header('host')}`, new URL(world.publicUrl).origin];
    if (origin !== undefined && !own.includes(origin))
      return c.json({ title: 'Foreign origin' }, 403);
    await next();
  };
}

function restore(world: World, file: StateFile | null, parts: ('api' | 'mailbox')[]): void {
  const saved = file?.load() ?? null;
  if (saved === null) {
    if (parts.includes('api') && world.seed === 'demo') plantDemo(world);
    file?.save();
    return;
  }
  world.state = saved;
  for (const account of saved.accounts.values()) {
    if (statusOf(account) === 'CONNECTING') connect(world, account, 'OK');
    // A state that was saved before there was e-mail has none.
    if (foldersOf(world, account.id).length === 0) plantFolders(world, account);
  }
}

function reset(world: World, seed: SeedName): void {
  world.clock.cancelAll();
  world.outbox.stop();
  world.faults.clear();
  world.log.clear();
  // Whoever waits is told that it is over.
  for (const intent of world.intents) finish(intent, 'broken');
  world.intents = [];
  world.sessions.clear();
  world.attempts.clear();
  world.seed = seed;
  world.behaviour = defaultBehaviour(seed, world.clock.speed);
  world.state = emptyState(world.state.idCount);
  if (seed === 'demo') plantDemo(world);
  world.changed();
}

async function callControl<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
): Promise<T> {
  const response = await fetch(`${url}/control${path}`, {
    method,
    ...(method === 'POST'
      ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) }
      : {}),
  });
  const answer: T = await response.json();
  if (!response.ok)
    throw new Error(`control ${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

function listen(app: Hono, host: string, port: number): Promise<Server> {
  const created = createAdaptorServer({ fetch: app.fetch });
  const server = created as Server;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address() as AddressInfo;
  return address.port;
}

type Catcher = ReturnType<typeof createMailCatcher>;

function listenSmtp(catcher: Catcher, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    catcher.server.once('error', reject);
    // Without a listener a broken connection would end the process.
    catcher.on('error', () => {});
    catcher.listen(port, host, () => resolve());
  });
}

function smtpPortOf(catcher: Catcher): number {
  const address = catcher.server.address() as AddressInfo;
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function closeSmtp(catcher: Catcher): Promise<void> {
  return new Promise((resolve) => catcher.close(() => resolve()));
}
