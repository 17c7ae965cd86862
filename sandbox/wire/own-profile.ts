import { profileUrl } from '../domain/webhook-bodies';
import { digitsOf } from '../ids';
import type { Account, Contact } from '../state';
import type { World } from '../world';
import { mailServers } from './account';
import { namesOf, pictureUrl, splitName, telegramUser, twitterUser } from './user';

/** The owner's own profile; null for types that have none in v1. */
export function ownProfileWire(world: World, account: Account, owner: Contact) {
  const { identity } = account;
  const object = 'AccountOwnerProfile';
  if (account.type === 'LINKEDIN') {
    return { object, provider: 'LINKEDIN', ...linkedinOwner(world, account, owner) };
  }
  if (account.type === 'TELEGRAM') {
    return { object, provider: 'TELEGRAM', ...telegramUser(world, owner, true) };
  }
  if (account.type === 'TWITTER')
    return { object, provider: 'TWITTER', ...twitterUser(world, owner) };
  if (account.type === 'GOOGLE_OAUTH') {
    const alias = { email: identity.username, display_name: account.owner, is_primary: true };
    return { object, provider: 'GMAIL', email: identity.username, aliases: [alias] };
  }
  if (account.type === 'OUTLOOK') {
    const { firstName, lastName } = splitName(account.owner);
    return {
      object,
      provider: 'OUTLOOK',
      id: identity.providerId,
      email: identity.username,
      display_name: account.owner,
      given_name: firstName,
      surname: lastName,
      user_principal_name: identity.username,
      job_title: 'Account Executive',
      mobile_phone: '',
      preferred_language: 'en-GB',
    };
  }
  if (account.type === 'MAIL') {
    const servers = mailServers(account);
    const { username } = identity;
    return {
      object,
      provider: 'IMAP',
      connection_params: {
        imap: { username, port: servers.imap_port, host: servers.imap_host },
        smtp: { username, port: servers.smtp_port, host: servers.smtp_host },
      },
    };
  }
  return null;
}

function linkedinOwner(world: World, account: Account, owner: Contact) {
  return {
    provider_id: owner.providerId,
    entity_urn: `urn:li:fsd_profile:${owner.providerId}`,
    object_urn: `urn:li:member:${digitsOf(9, 'member', owner.providerId)}`,
    ...namesOf(owner),
    profile_picture_url: pictureUrl(world, owner),
    public_profile_url: profileUrl(owner) ?? '',
    public_identifier: owner.publicIdentifier ?? '',
    headline: owner.headline,
    location: owner.location,
    occupation: owner.headline,
    email: account.login.includes('@') ? account.login : `${owner.publicIdentifier}@mail.example`,
    premium: account.isPremium,
    open_profile: false,
    organizations: [],
    recruiter: null,
    sales_navigator: null,
  };
}
