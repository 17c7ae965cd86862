import type { Provider } from '@/lib/core/providers';
import type { InmailApi } from './capability-rules';

/** How a person is named to the API's look-up, and whether the answer can be checked against it. */
export interface Identifier {
  /** As `GET /users/{identifier}` takes it. */
  value: string;
  kind: 'id' | 'public' | 'phone';
}

/** Provider ids of LinkedIn members, one family for each product. */
const LINKEDIN_ID = /^(?:ACo|ACw|AE)[\w-]{20,}$/;
const LINKEDIN_SLUG = /^[\p{L}\p{N}_%.-]{2,100}$/u;
const USER_NAME = /^[\w.]{2,64}$/;

/**
 * What a person typed or pasted, as the channel's look-up takes it; null when it can name nobody
 * there. Addresses of profiles, public names and, on WhatsApp, phone numbers.
 */
export function identifierOf(provider: Provider, typed: string): Identifier | null {
  const text = typed.trim();
  switch (provider) {
    case 'LINKEDIN':
      return linkedinIdentifier(text);
    case 'INSTAGRAM':
      return userName(pathOf(text, 'instagram.com') ?? text);
    case 'TELEGRAM':
      return userName(pathOf(text, 't.me') ?? text);
    case 'WHATSAPP':
      return phone(pathOf(text, 'wa.me') ?? text);
    default:
      return null;
  }
}

function linkedinIdentifier(text: string): Identifier | null {
  const path = pathOf(text, 'linkedin.com');
  const lead = path && /^sales\/(?:lead|people)\/([\w-]+)/.exec(path)?.[1];
  const word = lead || (path ? /^in\/([^/]+)/.exec(path)?.[1] : text);
  if (!word) return null;
  if (LINKEDIN_ID.test(word)) return { value: word, kind: 'id' };
  const slug = decoded(word);
  return slug && LINKEDIN_SLUG.test(slug) ? { value: slug, kind: 'public' } : null;
}

function userName(text: string): Identifier | null {
  const name = text.replace(/^@/, '').replace(/\/+$/, '');
  return USER_NAME.test(name) ? { value: name, kind: 'public' } : null;
}

function phone(text: string): Identifier | null {
  if (!/^\+?[\d\s().-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 ? { value: digits, kind: 'phone' } : null;
}

/** The path of an address of this site, with or without `https://` and `www.`; else null. */
function pathOf(text: string, site: string): string | null {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  if (hostname !== site && !hostname.endsWith(`.${site}`)) return null;
  return pathname.replace(/^\/+/, '');
}

function decoded(word: string): string | null {
  try {
    return decodeURIComponent(word);
  } catch {
    return null;
  }
}

/**
 * Whether the person that came back is the one that was asked for: the API has answered odd public
 * names with somebody else.
 */
export function isSamePerson(asked: Identifier, publicIdentifier: string | null): boolean {
  if (asked.kind !== 'public') return true;
  return publicIdentifier?.toLowerCase() === asked.value.toLowerCase();
}

const FAMILY_OF_API: Readonly<Record<InmailApi, string>> = {
  classic: 'ACo',
  sales_navigator: 'ACw',
  recruiter: 'AE',
};

/** Each product of LinkedIn knows its own ids only: one of another product reaches nobody. */
export function isIdOf(api: InmailApi, providerUserId: string): boolean {
  return providerUserId.startsWith(FAMILY_OF_API[api]);
}
