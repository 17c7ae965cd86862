import { profileUrl } from '../domain/webhook-bodies';
import { digitsOf, messagingIdOf } from '../ids';
import type { Account, Contact } from '../state';
import type { World } from '../world';
import { namesOf, pictureUrl, telegramUser, twitterUser } from './user';

const sectionNames = [
  'experience',
  'education',
  'languages',
  'skills',
  'certifications',
  'about',
] as const;

/** A profile as `GET /users/{identifier}` shows it; its form depends on the provider. */
export function profileWire(world: World, account: Account, contact: Contact, sections: string[]) {
  if (contact.provider === 'LINKEDIN') return linkedinProfile(world, account, contact, sections);
  if (contact.provider === 'WHATSAPP') {
    return { object: 'UserProfile', provider: 'WHATSAPP', id: contact.providerId };
  }
  if (contact.provider === 'INSTAGRAM') return instagramProfile(contact);
  if (contact.provider === 'TELEGRAM') {
    return { object: 'UserProfile', provider: 'TELEGRAM', ...telegramUser(world, contact, false) };
  }
  return { object: 'UserProfile', provider: 'TWITTER', ...twitterUser(world, contact) };
}

function linkedinProfile(world: World, account: Account, contact: Contact, sections: string[]) {
  const asked = sections.includes('*') ? [...sectionNames] : sections;
  const throttled = asked.filter((name) => world.behaviour.throttledSections.includes(name));
  const wanted = asked.filter((name) => !throttled.includes(name));
  const isRelation = account.relations.some((item) => item.providerId === contact.providerId);
  const pending = account.invitations.find((item) => item.providerId === contact.providerId);
  const company = contact.headline.split(' at ')[1] ?? 'Independent';
  return {
    object: 'UserProfile' as const,
    provider: 'LINKEDIN',
    provider_id: contact.providerId,
    public_identifier: contact.publicIdentifier,
    ...namesOf(contact),
    headline: contact.headline,
    location: contact.location,
    primary_locale: { country: 'US', language: contact.language },
    websites: [],
    profile_picture_url: pictureUrl(world, contact),
    public_profile_url: profileUrl(contact) ?? '',
    is_relationship: isRelation,
    ...(contact.emails === undefined && contact.phones === undefined
      ? {}
      : { contact_info: { emails: contact.emails ?? [], phones: contact.phones ?? [] } }),
    is_self: contact.providerId === account.identity.providerId,
    is_premium: Number(digitsOf(2, 'premium', contact.providerId)) < 30,
    is_open_profile: false,
    connections_count: 120 + Number(digitsOf(3, 'connections', contact.providerId)),
    follower_count: 150 + Number(digitsOf(3, 'followers', contact.providerId)),
    network_distance: isRelation ? 'FIRST_DEGREE' : 'SECOND_DEGREE',
    ...(pending === undefined
      ? {}
      : {
          invitation: {
            type: pending.direction === 'sent' ? 'SENT' : 'RECEIVED',
            status: 'PENDING',
          },
        }),
    ...(wanted.includes('about')
      ? { summary: `${contact.headline}. Based in ${contact.location}.` }
      : {}),
    ...(wanted.includes('experience')
      ? {
          work_experience: [
            {
              position: contact.headline.split(' at ')[0] ?? contact.headline,
              company,
              skills: [],
              current: true,
              start: '3/1/2021',
              end: null,
            },
          ],
        }
      : {}),
    ...(wanted.includes('education')
      ? { education: [{ school: 'Erasmus University', start: '9/1/2008', end: '7/1/2012' }] }
      : {}),
    ...(wanted.includes('languages')
      ? { languages: [{ name: contact.language, proficiency: 'Native or bilingual' }] }
      : {}),
    ...(wanted.includes('skills')
      ? {
          skills: [
            {
              name: 'Logistics',
              endorsement_count: 14,
              endorsement_id: null,
              insights: [],
              endorsed: false,
            },
          ],
        }
      : {}),
    ...(wanted.includes('certifications') ? { certifications: [] } : {}),
    ...(throttled.length === 0 ? {} : { throttled_sections: throttled }),
  };
}

function instagramProfile(contact: Contact) {
  return {
    object: 'UserProfile' as const,
    provider: 'INSTAGRAM',
    provider_id: contact.providerId,
    provider_messaging_id: messagingIdOf(contact.providerId),
    public_identifier: contact.publicIdentifier ?? '',
    full_name: contact.name,
    biography: contact.headline,
    followers_count: Number(digitsOf(4, 'followers', contact.providerId)),
    mutual_followers_count: 3,
    following_count: Number(digitsOf(3, 'following', contact.providerId)),
    posts_count: Number(digitsOf(2, 'posts', contact.providerId)),
    profile_type: 'BUSINESS',
    is_verified: false,
    is_private: false,
    external_links: [],
    relationship_status: {
      following: true,
      followed_by: true,
      has_sent_invitation: false,
      has_received_invitation: false,
    },
  };
}
