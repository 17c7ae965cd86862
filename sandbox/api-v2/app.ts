import { Hono } from 'hono';
import type { ApiEnv } from '../api/context';
import { observing } from '../api/observing';
import { ApiError } from '../errors';
import { publishV2 } from '../webhooks-v2';
import type { World } from '../world';
import { accountRoutesV2 } from './accounts';
import { authRoutes } from './auth';
import { chatRoutesV2 } from './chats';
import { findV2Account } from './context';
import { envelopeV2, faultEnvelopeV2, toV2, V2Error } from './errors';
import { messageRoutesV2 } from './messages';
import { relationRequestRoutes } from './relation-requests';
import { signInRoutes } from './signing-in';
import { userRoutesV2 } from './users';
import { webhookRoutesV2 } from './webhooks';

/** The v2 API below `/v2`, over the same world as v1: another key, other ids, another wire. */
export function createApiV2(world: World): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>({ strict: false });
  world.outbox.listen((event) => publishV2(world, event));

  api.use(
    '*',
    observing(world, {
      accountInPath: (path) => {
        const id = /\/(acc_[^/]+)/.exec(path)?.[1];
        return id === undefined ? null : (findV2Account(world, id)?.id ?? null);
      },
      envelopeOf: faultEnvelopeV2,
    }),
  );

  api.use('*', async (c, next) => {
    const bearer = c.req.header('authorization')?.replace(/^bearer /i, '');
    const key = c.req.header('x-api-key') ?? bearer;
    // The list of types has none of its own for a key that is wrong.
    if (key !== world.apiKeyV2) {
      throw new V2Error(401, 'api/missing_authorization', 'A key of v2 is needed');
    }
    await next();
  });

  accountRoutesV2(api, world);
  authRoutes(api, world);
  signInRoutes(api, world);
  webhookRoutesV2(api, world);
  relationRequestRoutes(api, world);
  chatRoutesV2(api, world);
  messageRoutesV2(api, world);
  userRoutesV2(api, world);
  api.all('*', (c) => {
    const detail = `${c.req.method} ${c.req.path} is no method`;
    return envelopeV2(new V2Error(404, 'api/resource_not_found', detail));
  });

  api.onError((error, c) => {
    const shown = toV2(error);
    if (shown.status === 500 && !(error instanceof V2Error) && !(error instanceof ApiError)) {
      process.stderr.write(`sandbox: ${c.req.method} ${c.req.path} failed: ${error.stack}\n`);
    }
    return envelopeV2(shown);
  });
  return api;
}
