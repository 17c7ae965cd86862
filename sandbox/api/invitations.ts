import type { Hono } from 'hono';
import {
  acceptInvitation,
  cancelInvitation,
  requireInvitation,
  sendInvitation,
} from '../domain/invitations';
import { findContact, requireUsable } from '../domain/people';
import { ApiError, invalid } from '../errors';
import { optionalText, readJson, requireChoice, requireText } from '../input';
import { cutPage, invitationLimit, readPage } from '../pagination';
import { invitationWire } from '../wire/relation';
import type { World } from '../world';
import { type ApiContext, type ApiEnv, requireAccount } from './context';
import { accountOf, requireLinkedin } from './users';

const longestNote = 300;

/** `/users/invite`: send, list pending ones of both directions, answer, withdraw. */
export function invitationRoutes(api: Hono<ApiEnv>, world: World): void {
  api.post('/users/invite', async (c) => {
    const fields = await readJson(c.req.raw);
    const account = requireAccount(world, c, requireText(fields, 'account_id'));
    const providerId = requireText(fields, 'provider_id');
    const message = optionalText(fields, 'message') ?? null;
    const email = optionalText(fields, 'user_email');
    if (email !== undefined && !email.includes('@')) throw invalid('user_email must be an address');
    if (message !== null && message.length > longestNote)
      throw new ApiError(400, 'too_many_characters');
    requireLinkedin(account);
    requireUsable(account);
    // A vanity name finds the person elsewhere but is no provider id here.
    if (!providerId.startsWith('ACo')) throw invalid('provider_id must be the id of the provider');
    const { invitation, usage } = sendInvitation(world, account, { providerId, message, email });
    const sent = { object: 'UserInvitationSent', invitation_id: invitation.id };
    return c.json(usage === null ? sent : { ...sent, usage });
  });

  api.get('/users/invite/sent', (c) => c.json(pending(world, c, 'sent')));
  api.get('/users/invite/received', (c) => c.json(pending(world, c, 'received')));

  api.post('/users/invite/received/:id', async (c) => {
    const fields = await readJson(c.req.raw);
    requireChoice(fields, 'provider', ['LINKEDIN']);
    const action = requireChoice(fields, 'action', ['accept', 'decline']);
    const secret = requireText(fields, 'shared_secret');
    const account = requireAccount(world, c, requireText(fields, 'account_id'));
    requireLinkedin(account);
    requireUsable(account);
    const invitation = requireInvitation(
      account,
      (item) => item.id === c.req.param('id') && item.direction === 'received',
    );
    if (invitation.sharedSecret !== secret)
      throw invalid('shared_secret does not fit the invitation');
    if (action === 'accept') acceptInvitation(world, account, invitation);
    else cancelInvitation(world, account, invitation);
    return c.json({
      object: 'UserInvitationHandled',
      status: action === 'accept' ? 'ACCEPTED' : 'DECLINED',
    });
  });

  api.delete('/users/invite/sent/:id', (c) => {
    const account = accountOf(world, c);
    requireLinkedin(account);
    requireUsable(account);
    const invitation = requireInvitation(
      account,
      (item) => item.id === c.req.param('id') && item.direction === 'sent',
    );
    cancelInvitation(world, account, invitation);
    return c.json({ object: 'InvitationCanceled' });
  });
}

function pending(world: World, c: ApiContext, direction: 'sent' | 'received') {
  const page = readPage(c.req.query(), ['account_id'], invitationLimit);
  const account = accountOf(world, c, page.filters.account_id);
  requireLinkedin(account);
  requireUsable(account);
  const matching = account.invitations.filter((item) => item.direction === direction);
  const cut = cutPage(matching, page, (item) => ({ id: item.id, date: item.atMs }));
  return {
    object: 'InvitationList',
    items: cut.items.map((item) =>
      invitationWire(world, findContact(world, 'LINKEDIN', item.providerId), item),
    ),
    cursor: cut.cursor,
  };
}
