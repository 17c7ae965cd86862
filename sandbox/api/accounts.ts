import type { Hono } from 'hono';
import { deleteAccount, restartAccount } from '../domain/accounts';
import { requireUsable } from '../domain/people';
import { ApiError } from '../errors';
import { optionalChoice, optionalFlag, optionalNumber, readJson } from '../input';
import { cutPage, listLimit, readPage } from '../pagination';
import { accountWire } from '../wire/account';
import type { World } from '../world';
import { connectNatively, resendCheckpoint, solveCheckpoint } from './connecting';
import { type ApiEnv, requireAccount } from './context';

/** `/accounts`: list, get, delete, connect, reconnect, checkpoints, restart, resynchronise. */
export function accountRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/accounts', (c) => {
    const page = cutPage(
      world.state.accounts.values(),
      readPage(c.req.query(), [], listLimit),
      (account) => ({ id: account.id, date: account.createdAtMs }),
    );
    return c.json({
      object: 'AccountList',
      items: page.items.map(accountWire),
      cursor: page.cursor,
    });
  });

  api.post('/accounts', async (c) => {
    const { status, body } = connectNatively(world, await readJson(c.req.raw), null);
    return c.json(body, status);
  });

  api.post('/accounts/checkpoint', async (c) => {
    const { status, body } = solveCheckpoint(world, await readJson(c.req.raw));
    return c.json(body, status);
  });

  api.post('/accounts/checkpoint/resend', async (c) =>
    c.json(resendCheckpoint(world, await readJson(c.req.raw))),
  );

  api.get('/accounts/:id', (c) => c.json(accountWire(requireAccount(world, c, c.req.param('id')))));

  api.post('/accounts/:id', async (c) => {
    const account = requireAccount(world, c, c.req.param('id'));
    const { status, body } = connectNatively(world, await readJson(c.req.raw), account);
    return c.json(body, status);
  });

  api.delete('/accounts/:id', (c) => {
    deleteAccount(world, requireAccount(world, c, c.req.param('id')));
    return c.json({ object: 'AccountDeleted' });
  });

  api.post('/accounts/:id/restart', (c) => {
    const isRestarted = restartAccount(world, requireAccount(world, c, c.req.param('id')));
    return c.json({ object: isRestarted ? 'AccountRestarted' : 'AccountFailedToRestart' });
  });

  // Starts and monitors with the same call: poll until DONE, the next call starts anew.
  api.get('/accounts/:id/sync', (c) => {
    const account = requireAccount(world, c, c.req.param('id'));
    const query = c.req.query();
    optionalChoice(query, 'linkedin_product', ['classic', 'recruiter', 'sales_navigator']);
    optionalNumber(query, 'before');
    optionalNumber(query, 'after');
    optionalFlag(query, 'partial');
    const chunkSize = optionalNumber(query, 'chunk_size');
    if (account.type !== 'LINKEDIN') throw new ApiError(501, 'feature_not_implemented');
    requireUsable(account);
    return c.json({
      object: 'AccountResync',
      status: world.syncs.poll(account.id, chunkSize === undefined ? 'SYNC_DONE' : 'CHUNK_DONE'),
    });
  });
}
