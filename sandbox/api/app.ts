import { Hono } from 'hono';
import { ApiError, defaultSlug, type ErrorBody } from '../errors';
import type { FaultRule } from '../faults';
import type { World } from '../world';
import { accountRoutes } from './accounts';
import { attendeeRoutes } from './attendees';
import { chatRoutes } from './chats';
import type { ApiEnv } from './context';
import { emailRoutes } from './emails';
import { hostedLinkRoutes } from './hosted-links';
import { invitationRoutes } from './invitations';
import { messageRoutes } from './messages';
import { observing } from './observing';
import { sendRoutes } from './sending';
import { userRoutes } from './users';
import { webhookRoutes } from './webhooks';

/** Who speaks the format of v1, and how they differ. */
interface Speaker {
  apiKey: string;
  isPostpress: boolean;
  errorBody: (error: ApiError) => ErrorBody;
  /** Its own word for what a route refuses. */
  nameOf?: (error: ApiError) => ApiError;
}

/** The v1 API below `/api/v1`: key check, request log, fault rules, routes, error envelope. */
export function createApi(world: World, speaker: Speaker = unipile(world)): Hono<ApiEnv> {
  const envelope = (error: ApiError, headers?: Record<string, string>) =>
    Response.json(speaker.errorBody(error), { status: error.status, headers });
  const api = new Hono<ApiEnv>({ strict: false });

  api.use(
    '*',
    observing(world, {
      accountInPath: (path, query) => accountInPath(world, path, query.account_id),
      envelopeOf: (rule) => envelope(errorOf(rule), rule.headers),
    }),
  );

  api.use('*', async (c, next) => {
    const bearer = c.req.header('authorization')?.replace(/^bearer /i, '');
    const key = c.req.header('x-api-key') ?? bearer;
    if (key === undefined || key === '') throw new ApiError(401, 'missing_credentials');
    if (key !== speaker.apiKey) throw new ApiError(401, 'invalid_credentials');
    await next();
  });

  accountRoutes(api, world);
  hostedLinkRoutes(api, world, speaker);
  webhookRoutes(api, world, speaker);
  chatRoutes(api, world);
  sendRoutes(api, world);
  messageRoutes(api, world);
  attendeeRoutes(api, world);
  emailRoutes(api, world);
  invitationRoutes(api, world);
  userRoutes(api, world);
  // Unknown routes are answered by the framework in front of the API, without the envelope.
  api.all('*', (c) => {
    const message = `Cannot ${c.req.method} ${c.req.path}`;
    return c.json({ message, error: 'Not Found', statusCode: 404 }, 404);
  });

  api.onError((error, c) => {
    if (error instanceof ApiError) return envelope(speaker.nameOf?.(error) ?? error);
    process.stderr.write(`sandbox: ${c.req.method} ${c.req.path} failed: ${error.stack}\n`);
    return envelope(new ApiError(500, 'unexpected_error'));
  });
  return api;
}

function unipile(world: World): Speaker {
  return { apiKey: world.apiKey, isPostpress: false, errorBody: (error) => error.body() };
}

function errorOf(rule: FaultRule): ApiError {
  const status = rule.status ?? 500;
  const slug = rule.type?.replace(/^errors\//, '') ?? defaultSlug(status);
  return new ApiError(status, slug, rule.detail);
}

/** The account a request is about, as far as its address says. */
function accountInPath(
  world: World,
  path: string,
  queryAccountId: string | undefined,
): string | null {
  if (queryAccountId !== undefined) return queryAccountId;
  const [, kind, id] = /\/(accounts|chats)\/([^/]+)/.exec(path) ?? [];
  if (id === undefined) return null;
  if (kind === 'accounts') return world.state.accounts.has(id) ? id : null;
  return world.state.chats.get(id)?.accountId ?? null;
}
