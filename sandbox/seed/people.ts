import { identityOf, slugOf } from '../domain/identity';
import { digitsOf, idOf, linkedinIdOf, numberOf, Random } from '../ids';
import type { AccountType, Contact } from '../state';
import { cities, companies, jobTitles, namesByLanguage, unusualNames } from './names';

const languageShares: [language: string, share: number][] = [
  ['en', 0.5],
  ['de', 0.13],
  ['fr', 0.1],
  ['es', 0.07],
  ['nl', 0.07],
  ['it', 0.03],
  ['pt', 0.03],
  ['ar', 0.03],
  ['he', 0.015],
  ['ja', 0.015],
  ['zh', 0.01],
];

/** A contact invented from a key: the same key is always the same person. */
export function inventContact(type: AccountType, key: string, name?: string): Contact {
  const random = new Random(numberOf('contact', type, key));
  const language = pickLanguage(random);
  const chosen = name ?? inventName(random, language);
  // One in ten has a name that breaks layouts, one in thirty has none at all.
  const shown =
    name ?? (random.chance(0.03) ? '' : random.chance(0.07) ? random.pick(unusualNames) : chosen);
  const company = random.pick(companies);
  return {
    provider: type,
    providerId: providerIdOf(type, key, random),
    publicIdentifier: publicIdentifierOf(type, shown, key),
    name: shown,
    headline: `${random.pick(jobTitles)} at ${company}`,
    location: random.pick(cities),
    language: name === undefined ? language : 'en',
  };
}

function pickLanguage(random: Random): string {
  let rest = random.next();
  for (const [language, share] of languageShares) {
    rest -= share;
    if (rest <= 0) return language;
  }
  return 'en';
}

function inventName(random: Random, language: string): string {
  const names = namesByLanguage[language] ?? namesByLanguage.en;
  if (names === undefined) return '';
  const [given, family] = [random.pick(names.given), random.pick(names.family)];
  return language === 'ja' || language === 'zh'
    ? `${family}${language === 'ja' ? ' ' : ''}${given}`
    : `${given} ${family}`;
}

function providerIdOf(type: AccountType, key: string, random: Random): string {
  if (type === 'LINKEDIN') return linkedinIdOf('contact', key);
  if (type === 'WHATSAPP') {
    // A few people hide their number: their id is not a phone number.
    if (random.chance(0.04)) return `${digitsOf(15, 'lid', key)}@lid`;
    return `${random.pick(['31', '49', '33', '34', '44', '32'])}6${digitsOf(8, 'phone', key)}@s.whatsapp.net`;
  }
  return identityOf({ type, login: `contact.${key}` }).providerId;
}

function publicIdentifierOf(type: AccountType, name: string, key: string): string | null {
  if (type === 'WHATSAPP' || type === 'MESSENGER') return null;
  const slug = slugOf(name === '' ? 'member' : name).slice(0, 40);
  const suffix = idOf('slug', type, key).replace(/[-_]/g, 'x').slice(0, 5).toLowerCase();
  if (type === 'LINKEDIN') return `${slug}-${suffix}`;
  return `${slug.replaceAll('-', '').slice(0, 12)}${suffix.slice(0, 3)}`;
}
