import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api/context';
import { requireLinkedin } from '../api/users';
import {
  acceptInvitation,
  cancelInvitation,
  requireInvitation,
  sendInvitation,
} from '../domain/invitations';
import { requireUsable } from '../domain/people';
import { optionalText, readJson, requireChoice, requireText } from '../input';
import type { Account } from '../state';
import { requestId } from '../wire-v2/ids';
import { relationRequestWire } from '../wire-v2/user';
import type { World } from '../world';
import { requireV2Account } from './context';
import { invalidParameters, V2Error } from './errors';
import { offsetPage } from './pagination';

const longestNote = 300;
const base = '/:account/users/me/relation-requests';

/** Invitations to connect: those that wait, a new one, accept, cancel. */
export function relationRequestRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get(base, (c) => {
    const account = usableLinkedin(world, c);
    const type = requireChoice(c.req.query(), 'type', ['sent', 'received']);
    const waiting = account.invitations
      .filter(({ direction }) => direction === type)
      .sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
      .map((item) => relationRequestWire(world, item));
    return c.json(offsetPage(waiting, c.req.query()));
  });

  api.post(base, async (c) => {
    const account = usableLinkedin(world, c);
    const fields = await readJson(c.req.raw);
    const providerId = requireText(fields, 'user_id');
    const message = optionalText(fields, 'message') ?? null;
    if (message !== null && message.length > longestNote) {
      throw invalidParameters(`message must have at most ${longestNote} characters`);
    }
    if (!providerId.startsWith('ACo')) throw invalidParameters('user_id must be an ACo id');
    const { invitation } = sendInvitation(world, account, { providerId, message });
    return c.json(relationRequestWire(world, invitation), 201);
  });

  api.post(`${base}/:request/accept`, (c) => {
    const account = usableLinkedin(world, c);
    const invitation = requireInvitation(account, isOfPath(c));
    if (invitation.direction === 'sent') {
      throw new V2Error(422, 'provider/unprocessable_entity', 'A sent request cannot be accepted');
    }
    acceptInvitation(world, account, invitation);
    return c.json({ object: 'RelationRequestConfirmed' });
  });

  api.post(`${base}/:request/cancel`, (c) => {
    const account = usableLinkedin(world, c);
    cancelInvitation(world, account, requireInvitation(account, isOfPath(c)));
    return c.json({ object: 'RelationRequestCanceled' });
  });
}

function isOfPath(c: ApiContext) {
  return (invitation: Account['invitations'][number]) =>
    requestId(invitation) === c.req.param('request');
}

function usableLinkedin(world: World, c: ApiContext): Account {
  const account = requireV2Account(world, c);
  requireLinkedin(account);
  requireUsable(account);
  return account;
}
