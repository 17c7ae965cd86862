import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api/context';
import { requireLinkedin } from '../api/users';
import { isMailbox } from '../domain/folders';
import { findContact, requireUsable } from '../domain/people';
import { ApiError } from '../errors';
import type { Account, Contact } from '../state';
import {
  type ProfileSection,
  profileSections,
  relationWireV2,
  userProfileWire,
} from '../wire-v2/user';
import type { World } from '../world';
import { requireV2Account, v2NotFound } from './context';
import { invalidParameters } from './errors';
import { cursorPage } from './pagination';

/** `/v2/{account}/users`: profiles and relations. */
export function userRoutesV2(api: Hono<ApiEnv>, world: World): void {
  api.get('/:account/users/:user/relations', (c) => {
    const account = requireV2Account(world, c);
    requireLinkedin(account);
    requireUsable(account);
    if (c.req.param('user') !== 'me') throw new ApiError(501, 'feature_not_implemented');
    return c.json(
      cursorPage(c.req.query(), ({ search = '' }) =>
        account.relations
          .toSorted((a, b) => b.connectedAtMs - a.connectedAtMs)
          .flatMap((relation) => {
            const contact = findContact(world, 'LINKEDIN', relation.providerId);
            const isWanted = contact?.name.toLowerCase().includes(search.toLowerCase());
            return contact && isWanted ? [relationWireV2(world, contact, relation)] : [];
          }),
      ),
    );
  });

  api.get('/:account/users/:user', (c) => {
    const account = requireV2Account(world, c);
    if (isMailbox(account)) throw new ApiError(501, 'feature_not_implemented');
    const sections = readSections(c.req.queries('with_sections') ?? []);
    requireUsable(account);
    const contact = requireUser(world, c, account);
    return c.json(userProfileWire(world, account, contact, sections));
  });
}

/** Whom the path names: `me`, a provider id or a public name. */
export function requireUser(world: World, c: ApiContext, account: Account): Contact {
  const name = c.req.param('user') ?? '';
  // The number that searches give for a member is no id of this route.
  if (account.type === 'LINKEDIN' && /^\d+$/.test(name)) {
    throw invalidParameters('A numeric member id is no user id');
  }
  const identifier = name === 'me' ? account.identity.providerId : name;
  const contact = findContact(world, account.type, identifier);
  if (contact === null) throw v2NotFound('User');
  return contact;
}

/** `linkedin_experience`, …, or `linkedin_*` for all; repeated or with commas. */
function readSections(values: readonly string[]): ProfileSection[] {
  const names = values.flatMap((value) => value.split(','));
  if (names.includes('linkedin_*')) return [...profileSections];
  return names.map((name) => {
    const section = profileSections.find((one) => `linkedin_${one}` === name);
    if (section === undefined) throw invalidParameters(`with_sections: ${name} is not known`);
    return section;
  });
}
