import type { Hono } from 'hono';
import {
  addAccount,
  createAccount,
  deleteAccount,
  restrictAccount,
  setStatus,
} from '../domain/accounts';
import { growHistory } from '../domain/history';
import { invalid, notFound } from '../errors';
import {
  type Fields,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  readJson,
  requireChoice,
  requireText,
  textList,
} from '../input';
import type { Behaviour, SeedName } from '../options';
import { type Account, linkedinProducts, sourceStatuses } from '../state';
import { postpressAccountId } from '../wire-postpress/ids';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';
import { truthOf } from './truth';

const types = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'TWITTER',
  'GOOGLE_OAUTH',
  'OUTLOOK',
  'MAIL',
] as const;

/** `/control`: what tests and the control page drive. See the README for every route. */
export function controlRoutes(app: Hono, world: World, reset: (seed: SeedName) => void): void {
  app.post('/control/reset', async (c) => {
    const fields = await readJson(c.req.raw);
    const seed = optionalChoice(fields, 'seed', ['demo', 'empty']) ?? world.seed;
    reset(seed);
    return c.json({ seed, accounts: world.state.accounts.size });
  });

  app.post('/control/accounts', async (c) =>
    c.json(makeAccount(world, await readJson(c.req.raw)), 201),
  );

  app.delete('/control/accounts/:id', (c) => {
    deleteAccount(world, accountById(world, c.req.param('id')));
    return c.json({ deleted: true });
  });

  app.post('/control/accounts/:id/status', async (c) => {
    const account = accountById(world, c.req.param('id'));
    const fields = await readJson(c.req.raw);
    const status = requireChoice(fields, 'status', [...sourceStatuses, 'RESTRICTED']);
    const isSilent = optionalFlag(fields, 'silent') ?? false;
    const isEventOnly = optionalFlag(fields, 'eventOnly') ?? false;
    const source = optionalChoice(fields, 'source', ['MESSAGING', 'MAILS', 'CALENDAR']);
    if (status === 'RESTRICTED') restrictAccount(world, account, isSilent);
    else setStatus(world, account, status, { isSilent, isEventOnly, source });
    return c.json({ id: account.id, sources: account.sources, isRestricted: account.isRestricted });
  });

  app.post('/control/links/expire', (c) => {
    // The daily restart of a tenant: every link dies, whatever its date says.
    for (const link of world.state.links.values()) link.expiresAtMs = 0;
    world.changed();
    return c.json({ expired: world.state.links.size });
  });

  app.get('/control/log', (c) =>
    c.json({ requests: world.log.requests, deliveries: world.log.deliveries }),
  );

  app.delete('/control/log', (c) => {
    world.log.clear();
    return c.json({ cleared: true });
  });

  app.get('/control/truth', (c) => c.json(truthOf(world)));

  app.get('/control/options', (c) => c.json(world.behaviour));

  app.post('/control/options', async (c) => {
    setBehaviour(world, await readJson(c.req.raw));
    return c.json(world.behaviour);
  });

  app.post('/control/settle', async (c) => {
    await world.outbox.settled();
    return c.json({ settled: true });
  });
}

/** By its id of any dialect. */
export function accountById(world: World, id: string): Account {
  const account =
    world.state.accounts.get(id) ??
    [...world.state.accounts.values()].find((one) =>
      [v2AccountId(one), postpressAccountId(one)].includes(id),
    );
  if (account === undefined) throw notFound('Account');
  return account;
}

/**
 * Makes an account without the wizard. `status` OK (default) puts it there ready, without events;
 * `connecting` true takes the real way with its events. `chats` and `messages` make a history.
 */
function makeAccount(world: World, fields: Fields) {
  const type = requireChoice(fields, 'type', types);
  const name = optionalText(fields, 'name');
  const signIn = {
    type,
    login: requireText(fields, 'login'),
    ...(name === undefined ? {} : { name }),
  };
  const id = optionalText(fields, 'id');
  if (id !== undefined && world.state.accounts.has(id)) throw invalid('id is taken');
  const extra = id === undefined ? {} : { id };
  if (optionalFlag(fields, 'connecting') === true) {
    const account = createAccount(world, signIn, extra);
    return { id: account.id };
  }
  const account = addAccount(world, signIn, extra);
  setStatus(world, account, optionalChoice(fields, 'status', sourceStatuses) ?? 'OK', {
    isSilent: true,
  });
  account.hasHistory = true;
  account.isPremium = optionalFlag(fields, 'premium') ?? false;
  account.products = linkedinProducts.filter((name) =>
    textList(fields, 'products')?.includes(name),
  );
  account.aliases = textList(fields, 'aliases') ?? [];
  const chats = optionalNumber(fields, 'chats') ?? 0;
  const messages = optionalNumber(fields, 'messages');
  if (chats > 0) growHistory(world, account, { chats, messages: messages ?? chats * 8 });
  return {
    id: account.id,
    v2Id: v2AccountId(account),
    postpressId: postpressAccountId(account),
    providerId: account.identity.providerId,
    chatIds: world.chatsOf(account.id).map((chat) => chat.id),
  };
}

function setBehaviour(world: World, fields: Fields): void {
  const { behaviour } = world;
  const numbers = [
    'speed',
    'notifyDelayMs',
    'autoReplyDelayMs',
    'webhookTimeoutMs',
    'connectDelayMs',
    'syncDelayMs',
    'intentLifeMs',
    'qrLifeMs',
    'authWaitMs',
  ] as const satisfies readonly (keyof Behaviour)[];
  const divisors: string[] = ['speed', 'qrLifeMs'];
  for (const name of numbers) {
    const value = optionalNumber(fields, name);
    if (value !== undefined && (value < 0 || (divisors.includes(name) && value === 0))) {
      throw invalid(`${name} must be positive`);
    }
    behaviour[name] = value ?? behaviour[name];
  }
  behaviour.throttledSections =
    textList(fields, 'throttledSections') ?? behaviour.throttledSections;
  behaviour.isAutoReply = optionalFlag(fields, 'autoReply') ?? behaviour.isAutoReply;
  behaviour.isLinkedinOut = optionalFlag(fields, 'linkedinOut') ?? behaviour.isLinkedinOut;
  behaviour.notifyOrder =
    optionalChoice(fields, 'notifyOrder', ['before', 'after', 'never', 'twice']) ??
    behaviour.notifyOrder;
  behaviour.wrongAccount =
    optionalChoice(fields, 'wrongAccount', ['accept', 'refuse', 'refuse_native']) ??
    behaviour.wrongAccount;
  behaviour.echoOrder =
    optionalChoice(fields, 'echoOrder', ['after', 'before', 'never']) ?? behaviour.echoOrder;
  world.clock.speed = behaviour.speed;
}
