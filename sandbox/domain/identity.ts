import { digitsOf, linkedinIdOf, numberOf } from '../ids';
import type { AccountType, Identity } from '../state';

/** What somebody gave to sign in, whichever way: native request, wizard page or control API. */
export interface SignIn {
  type: AccountType;
  /** User name, address, phone number or cookie. */
  login: string;
  /** Full name when it is known otherwise than from the login. */
  name?: string;
  connectionMethod?: 'credentials' | 'cookies';
  imap?: { host: string; port: number; encryption: string };
  smtp?: { host: string; port: number };
}

/** The provider identity behind a login: the same login is always the same person. */
export function identityOf(signIn: SignIn): Identity {
  const { type } = signIn;
  const login = signIn.login.trim().toLowerCase();
  const fullName = signIn.name ?? nameFromLogin(signIn.login);
  const slug = slugOf(fullName);
  if (type === 'LINKEDIN') {
    return { providerId: linkedinIdOf('owner', login), username: fullName, publicIdentifier: slug };
  }
  if (type === 'WHATSAPP') {
    const phone = phoneOf(login);
    return { providerId: `${phone.slice(1)}@s.whatsapp.net`, username: fullName, phone };
  }
  if (type === 'TELEGRAM') {
    return {
      providerId: digitsOf(9, 'telegram', login),
      username: slug.replaceAll('-', ''),
      phone: phoneOf(login),
    };
  }
  if (type === 'MAIL') {
    const domain = login.split('@')[1] ?? 'mail.example';
    return {
      providerId: login,
      username: login,
      imap: signIn.imap ?? { host: `imap.${domain}`, port: 993, encryption: 'tls' },
      smtp: signIn.smtp ?? { host: `smtp.${domain}`, port: 465 },
    };
  }
  if (type === 'GOOGLE_OAUTH' || type === 'OUTLOOK') {
    return { providerId: digitsOf(21, type, login), username: login };
  }
  const handle = type === 'MESSENGER' ? fullName : (login.split('@')[0] ?? login);
  return { providerId: digitsOf(type === 'TWITTER' ? 19 : 15, type, login), username: handle };
}

/** "jane.ruiz+work@x.example" becomes "Jane Ruiz"; a phone number stays as it is. */
export function nameFromLogin(login: string): string {
  const local = (login.split('@')[0] ?? login).split('+')[0] ?? login;
  if (local === '' || /^[\d\s().-]+$/.test(local)) return login;
  // A cookie or a token reads like nobody's name.
  if (local.length > 24 || /\d{3}/.test(local)) return inventedName(login);
  const words = local.split(/[._\s-]+/).filter((word) => word !== '');
  const named = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return named.join(' ') || login;
}

function inventedName(login: string): string {
  const first = ['Robin', 'Sanne', 'Mika', 'Toni', 'Alexis', 'Noa'];
  const last = ['Vos', 'Keller', 'Moreau', 'Lindqvist', 'Okafor', 'Silva'];
  const number = numberOf('name', login);
  return `${first[number % first.length]} ${last[Math.floor(number / 7) % last.length]}`;
}

/** A phone number with its plus sign; a login that is none gets a stable invented number. */
export function phoneOf(login: string): string {
  const digits = login.replace(/\D/g, '');
  return digits.length >= 7 ? `+${digits}` : `+3165550${digitsOf(4, 'phone', login)}`;
}

/** "Chloé Martin" becomes "chloe-martin", as in a LinkedIn address. */
export function slugOf(name: string): string {
  const ascii = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'member';
}
