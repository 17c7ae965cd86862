import type { Hono } from 'hono';
import type { ApiEnv } from '../api/context';
import { type Fields, httpUrl, optionalText, readJson, requireText, utcDate } from '../input';
import type { HostedLink } from '../state';
import { v2Provider } from '../wire-v2/account';
import type { World } from '../world';
import { findV2Account, v2NotFound } from './context';
import { invalidParameters } from './errors';

/** What the wizard calls a provider of v2. */
const wizardNames: Record<string, string> = {
  linkedin: 'LINKEDIN',
  whatsapp: 'WHATSAPP',
  instagram: 'INSTAGRAM',
  telegram: 'TELEGRAM',
  google: 'GOOGLE',
  outlook: 'OUTLOOK',
  imap: 'MAIL',
};

const groups: Record<string, string[]> = {
  '*': Object.keys(wizardNames),
  '*:EMAILS': ['google', 'outlook', 'imap'],
  '*:MESSAGING': ['linkedin', 'whatsapp', 'instagram', 'telegram'],
  '*:CALENDAR': ['google', 'outlook'],
  '*:SOCIAL': ['linkedin', 'instagram'],
};

/** `POST /v2/auth/link`: one address of the wizard, which ends at one address of the integrator's. */
export function authRoutes(api: Hono<ApiEnv>, world: World): void {
  api.post('/auth/link', async (c) => {
    const fields = await readJson(c.req.raw);
    const expiresAtMs = utcDate(requireText(fields, 'expires_on'), 'expires_on') ?? 0;
    const redirectUri = httpUrl(fields, 'redirect_uri');
    if (redirectUri === undefined) throw invalidParameters('redirect_uri is required');
    const state = optionalText(fields, 'state');
    const link: HostedLink = {
      token: world.newId('link'),
      ...targetOf(world, fields),
      redirectUri,
      ...(state === undefined ? {} : { state }),
      expiresAtMs,
      isBypassingSuccess: true,
      isSingleUse: false,
      disabledOptions: [],
    };
    world.state.links.set(link.token, link);
    world.changed();
    return c.json({ object: 'HostedAuthLink', link: `${world.publicUrl}/hosted/${link.token}` });
  });
}

function targetOf(
  world: World,
  fields: Fields,
): Pick<HostedLink, 'type' | 'providers' | 'reconnectAccountId'> {
  const accountId = optionalText(fields, 'account_id');
  if (accountId === undefined)
    return { type: 'create', providers: readProviders(fields.providers) };
  if (fields.providers !== undefined) {
    throw invalidParameters('Either providers or account_id can be given');
  }
  const account = findV2Account(world, accountId);
  if (account === undefined) throw v2NotFound('Account');
  const name = wizardNames[v2Provider(account.type) ?? ''];
  return { type: 'reconnect', providers: name ? [name] : [], reconnectAccountId: account.id };
}

function readProviders(value: unknown): string[] {
  const names = typeof value === 'string' ? groups[value] : value;
  if (!Array.isArray(names) || names.length === 0) {
    throw invalidParameters('providers must be a group or a list');
  }
  const chosen = names.map((name) => {
    const known = wizardNames[String(name)];
    if (known === undefined) throw invalidParameters(`providers: ${String(name)} is not known`);
    return known;
  });
  return [...new Set(chosen)];
}
