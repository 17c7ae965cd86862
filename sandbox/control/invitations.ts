import type { Hono } from 'hono';
import { notFound } from '../errors';
import { idOf } from '../ids';
import { optionalText, readJson, requireChoice, utcDate } from '../input';
import { inventContact } from '../seed/people';
import type { World } from '../world';
import { accountById } from './api';

/** Invitations of other people, and of the account's owner by hand; and those that end without a word. */
export function controlInvitationRoutes(app: Hono, world: World): void {
  app.post('/control/accounts/:id/invitations', async (c) => {
    const account = accountById(world, c.req.param('id'));
    const fields = await readJson(c.req.raw);
    const direction = requireChoice(fields, 'direction', ['sent', 'received']);
    const atMs = utcDate(optionalText(fields, 'at'), 'at') ?? world.clock.now();
    const id = world.newId('invitation');
    const contact = inventContact('LINKEDIN', id, optionalText(fields, 'name'));
    world.state.contacts.set(`LINKEDIN:${contact.providerId}`, contact);
    const message = optionalText(fields, 'note') ?? null;
    const { providerId } = contact;
    const sharedSecret = idOf('secret', id);
    account.invitations.push({ id, direction, providerId, message, atMs, sharedSecret });
    world.changed();
    return c.json({ id }, 201);
  });

  app.delete('/control/invitations/:id', (c) => {
    const id = c.req.param('id');
    for (const account of world.state.accounts.values()) {
      const index = account.invitations.findIndex((one) => one.id === id);
      if (index < 0) continue;
      account.invitations.splice(index, 1);
      world.changed();
      return c.json({ deleted: true });
    }
    throw notFound('Invitation');
  });
}
