import type { Hono } from 'hono';
import { invalid, missing, notFound } from '../errors';
import {
  type Fields,
  httpUrl,
  isFields,
  optionalFlag,
  optionalText,
  readJson,
  requireChoice,
  requireText,
  textList,
  utcDate,
} from '../input';
import type { HostedLink } from '../state';
import type { World } from '../world';
import { readSyncLimit } from './connecting';
import { type ApiEnv, requireAccount } from './context';

const linkProviders = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'TWITTER',
  'GOOGLE',
  'OUTLOOK',
  'MAIL',
];

const groups: Record<string, string[]> = {
  '*': linkProviders,
  '*:MAILING': ['GOOGLE', 'OUTLOOK', 'MAIL'],
  '*:MESSAGING': ['LINKEDIN', 'WHATSAPP', 'INSTAGRAM', 'MESSENGER', 'TELEGRAM', 'TWITTER'],
  '*:CALENDAR': ['GOOGLE', 'OUTLOOK'],
};

/** `POST /hosted/accounts/link`: one address of the wizard, for one person and a short while. */
export function hostedLinkRoutes(
  api: Hono<ApiEnv>,
  world: World,
  { isPostpress }: { isPostpress: boolean },
): void {
  api.post('/hosted/accounts/link', async (c) => {
    const fields = await readJson(c.req.raw);
    const type = requireChoice(fields, 'type', ['create', 'reconnect']);
    requireText(fields, 'api_url');
    const link: HostedLink = {
      token: world.newId('link'),
      type,
      providers: [],
      expiresAtMs: utcDate(requireText(fields, 'expiresOn'), 'expiresOn') ?? 0,
      isBypassingSuccess: optionalFlag(fields, 'bypass_success_screen') ?? false,
      isSingleUse: optionalFlag(fields, 'single_use') ?? false,
      disabledOptions: textList(fields, 'disabled_options') ?? [],
      ...(isPostpress && { isPostpress }),
    };
    if (type === 'create') link.providers = readProviders(fields.providers);
    else {
      const account = world.state.accounts.get(requireText(fields, 'reconnect_account'));
      if (account === undefined) throw notFound('Account');
      requireAccount(world, c, account.id);
      link.reconnectAccountId = account.id;
      link.providers = [account.type === 'GOOGLE_OAUTH' ? 'GOOGLE' : account.type];
    }
    addOptional(link, fields);
    world.state.links.set(link.token, link);
    world.changed();
    return c.json({ object: 'HostedAuthUrl', url: `${world.publicUrl}/hosted/${link.token}` });
  });
}

function addOptional(link: HostedLink, fields: Fields): void {
  const name = optionalText(fields, 'name');
  const notifyUrl = httpUrl(fields, 'notify_url');
  const successUrl = httpUrl(fields, 'success_redirect_url');
  const failureUrl = httpUrl(fields, 'failure_redirect_url');
  const syncLimit = isFields(fields.sync_limit)
    ? readSyncLimit(fields.sync_limit.MESSAGING)
    : undefined;
  if (name !== undefined) link.name = name;
  if (notifyUrl !== undefined) link.notifyUrl = notifyUrl;
  if (successUrl !== undefined) link.successUrl = successUrl;
  if (failureUrl !== undefined) link.failureUrl = failureUrl;
  if (syncLimit !== undefined) link.syncLimit = syncLimit;
}

function readProviders(value: unknown): string[] {
  if (value === undefined) throw missing('providers');
  if (typeof value === 'string') {
    const group = groups[value];
    if (group === undefined) throw invalid('providers must be a known group or a list');
    return group;
  }
  if (!Array.isArray(value) || value.length === 0) throw invalid('providers must not be empty');
  const chosen = value.map((item) => (item === 'IMAP' ? 'MAIL' : item));
  for (const item of chosen) {
    if (!linkProviders.includes(item)) throw invalid(`providers: ${String(item)} is not known`);
  }
  return [...new Set(chosen)];
}
