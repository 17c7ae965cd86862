import type { Hono } from 'hono';
import { acceptInvitation } from '../domain/invitations';
import { invalid, notFound } from '../errors';
import { idOf } from '../ids';
import {
  optionalFlag,
  optionalNumber,
  optionalText,
  readJson,
  requireChoice,
  utcDate,
} from '../input';
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

  /** The invited person accepts; `late`: the event does not come now. */
  app.post('/control/invitations/:id/accept', async (c) => {
    const isLate = optionalFlag(await readJson(c.req.raw), 'late') ?? false;
    for (const account of world.state.accounts.values()) {
      const invitation = account.invitations.find((one) => one.id === c.req.param('id'));
      if (invitation === undefined) continue;
      acceptInvitation(world, account, invitation, isLate);
      return c.json({ accepted: true });
    }
    throw notFound('Invitation');
  });

  /** How many invitations of a week LinkedIn lets the account send. */
  app.post('/control/accounts/:id/weekly-invitations', async (c) => {
    const account = accountById(world, c.req.param('id'));
    const most = optionalNumber(await readJson(c.req.raw), 'most');
    if (most === undefined || most < 0) throw invalid('most must be a number');
    account.weeklyInvitations = most;
    world.changed();
    return c.json({ most });
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
