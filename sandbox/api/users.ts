import type { Hono } from 'hono';
import { contactKey, findContact, requireUsable } from '../domain/people';
import { ApiError, invalid, missing, notFound } from '../errors';
import { productIdOf } from '../ids';
import { optionalChoice, optionalFlag } from '../input';
import { cutPage, readPage, relationLimit } from '../pagination';
import { type Account, type LinkedinProduct, linkedinProducts } from '../state';
import { ownProfileWire } from '../wire/own-profile';
import { profileWire } from '../wire/profile';
import { relationWire } from '../wire/relation';
import type { World } from '../world';
import { type ApiContext, type ApiEnv, requireAccount } from './context';

const sectionNames = [
  '*',
  'experience',
  'education',
  'languages',
  'skills',
  'certifications',
  'about',
  'volunteering_experience',
  'projects',
  'recommendations_received',
  'recommendations_given',
];

/** `/users`: own profile, other people's profiles, relations. All of them ask the provider. */
export function userRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/users/me', (c) => {
    const account = accountOf(world, c);
    requireUsable(account);
    const owner = world.state.contacts.get(contactKey(account.type, account.identity.providerId));
    const profile = owner === undefined ? null : ownProfileWire(world, account, owner);
    if (profile === null) throw new ApiError(501, 'feature_not_implemented');
    return c.json(profile);
  });

  api.get('/users/relations', (c) => {
    const page = readPage(c.req.query(), ['filter', 'account_id'], relationLimit);
    const account = accountOf(world, c, page.filters.account_id);
    requireLinkedin(account);
    requireUsable(account);
    const filter = page.filters.filter?.toLowerCase() ?? '';
    const matching = account.relations.flatMap((relation) => {
      const contact = findContact(world, 'LINKEDIN', relation.providerId);
      if (contact === null || !contact.name.toLowerCase().includes(filter)) return [];
      return [{ relation, contact }];
    });
    const cut = cutPage(matching, page, ({ relation }) => ({
      id: relation.providerId,
      date: relation.connectedAtMs,
    }));
    return c.json({
      object: 'UserRelationsList',
      items: cut.items.map(({ contact, relation }) => relationWire(world, contact, relation)),
      cursor: cut.cursor,
    });
  });

  api.get('/users/:identifier', (c) => {
    const account = accountOf(world, c);
    const sections = readSections(c.req.queries('linkedin_sections') ?? []);
    const product = optionalChoice(c.req.query(), 'linkedin_api', linkedinProducts);
    optionalFlag(c.req.query(), 'notify');
    if (['GOOGLE_OAUTH', 'OUTLOOK', 'MAIL', 'MESSENGER'].includes(account.type)) {
      throw new ApiError(501, 'feature_not_implemented');
    }
    requireUsable(account);
    const contact = findContact(world, account.type, c.req.param('identifier'));
    if (contact === null) throw notFound('User');
    const profile = profileWire(world, account, contact, sections);
    if (product === undefined || account.type !== 'LINKEDIN') return c.json(profile);
    requireProduct(account, product);
    // Each product has its own ids for the same people.
    return c.json({ ...profile, provider_id: productIdOf(contact.providerId, product) });
  });
}

/** The account named by the query, which every route here demands. */
export function accountOf(world: World, c: ApiContext, fromCursor?: string): Account {
  const accountId = c.req.query('account_id') ?? fromCursor;
  if (accountId === undefined || accountId === '') throw missing('account_id');
  return requireAccount(world, c, accountId);
}

/** Refuses what needs a LinkedIn product that the account does not pay for. */
export function requireProduct(account: Account, product: LinkedinProduct): void {
  if (!account.products?.includes(product)) throw new ApiError(403, 'feature_not_subscribed');
}

export function requireLinkedin(account: Account): void {
  if (account.type !== 'LINKEDIN') throw new ApiError(501, 'feature_not_implemented');
}

/** Repeated parameters and, as the official SDK writes it, one value with commas. */
function readSections(values: string[]): string[] {
  const sections = values.flatMap((value) => value.split(','));
  for (const section of sections) {
    if (!sectionNames.includes(section))
      throw invalid(`linkedin_sections: ${section} is not known`);
  }
  return sections;
}
