import { digitsOf } from '../ids';
import type { Contact } from '../state';
import type { World } from '../world';

/** A Telegram user, the same in own and other profiles. */
export function telegramUser(world: World, contact: Contact, isSelf: boolean) {
  return {
    provider_id: contact.providerId,
    self: isSelf,
    contact: !isSelf,
    ...namesOf(contact),
    username: contact.publicIdentifier,
    profile_picture_url: pictureUrl(world, contact),
    status: null,
  };
}

/** A user of X, the same in own and other profiles. */
export function twitterUser(world: World, contact: Contact) {
  return {
    id: contact.providerId,
    name: contact.name,
    screen_name: contact.publicIdentifier ?? contact.providerId,
    location: contact.location,
    description: contact.headline,
    url: null,
    entities: { description: { urls: [] } },
    protected: false,
    verified: false,
    followers_count: Number(digitsOf(4, 'followers', contact.providerId)),
    friends_count: Number(digitsOf(3, 'friends', contact.providerId)),
    listed_count: 2,
    favourites_count: 310,
    statuses_count: 1_204,
    created_at: 'Tue Mar 04 09:12:00 +0000 2014',
    profile_image_url_https: pictureUrl(world, contact),
    default_profile: true,
    default_profile_image: false,
    withheld_in_countries: [],
  };
}

/** Address of the generated portrait of a person. */
export function pictureUrl(world: World, contact: Contact): string {
  return `${world.publicUrl}/media/avatars/${encodeURIComponent(contact.providerId)}.png`;
}

export function namesOf(contact: Contact) {
  const { firstName, lastName } = splitName(contact.name);
  return { first_name: firstName, last_name: lastName };
}

export function splitName(name: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = name.split(' ');
  return { firstName: first, lastName: rest.join(' ') };
}
