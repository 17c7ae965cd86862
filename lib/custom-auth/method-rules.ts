import type { ConnectableProvider } from '@/lib/connect/types';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import type { AuthMethod, SignInFeature, Support } from './types';

export const SIGN_IN_FEATURES: readonly { feature: SignInFeature; label: string }[] = [
  { feature: 'hosted', label: 'Sign-in page of the connection service' },
  { feature: 'custom', label: 'Sign-in on this page' },
  { feature: 'qr', label: 'QR code' },
  { feature: 'password', label: 'User name and password' },
  { feature: 'sms', label: 'Code by SMS' },
  { feature: 'app', label: 'Code from an authenticator app' },
  { feature: 'in_app', label: 'Approval in the app' },
  { feature: 'otp', label: 'One-time code by e-mail or message' },
  { feature: 'oauth', label: 'Consent on the provider’s page' },
];

type Column = Partial<Record<SignInFeature, Exclude<Support, null>>>;

/** The two tables "Supported authentication features" of the API's guide, as columns; what is left out is empty there. */
const COLUMNS: Readonly<Record<ConnectableProvider, Column>> = {
  WHATSAPP: { hosted: 'yes', custom: 'yes', qr: 'yes' },
  LINKEDIN: {
    hosted: 'yes',
    custom: 'yes',
    password: 'yes',
    sms: 'yes',
    app: 'yes',
    in_app: 'yes',
    otp: 'yes',
  },
  INSTAGRAM: { hosted: 'yes', custom: 'yes', password: 'partly', sms: 'partly', app: 'yes' },
  MESSENGER: {
    hosted: 'yes',
    custom: 'yes',
    password: 'partly',
    sms: 'partly',
    app: 'partly',
    in_app: 'partly',
    otp: 'partly',
  },
  TELEGRAM: {
    hosted: 'yes',
    custom: 'yes',
    qr: 'yes',
    password: 'no',
    app: 'yes',
    in_app: 'no',
  },
  TWITTER: { hosted: 'yes', custom: 'yes', password: 'partly' },
  GOOGLE: { hosted: 'yes', custom: 'yes', oauth: 'yes', password: 'yes' },
  OUTLOOK: { hosted: 'yes', custom: 'yes', oauth: 'yes' },
  MAIL: { hosted: 'yes', custom: 'yes', password: 'yes' },
};

export function supportOf(provider: ConnectableProvider, feature: SignInFeature): Support {
  return COLUMNS[provider][feature] ?? null;
}

/** What a page of ours can sign in with, the usual way first. Google and Microsoft ask on a page of their own. */
const METHODS: Readonly<Record<ConnectableProvider, readonly AuthMethod[]>> = {
  LINKEDIN: ['credentials', 'cookies'],
  WHATSAPP: ['qr'],
  TELEGRAM: ['qr'],
  INSTAGRAM: ['credentials'],
  MESSENGER: ['credentials'],
  TWITTER: ['credentials'],
  MAIL: ['servers'],
  GOOGLE: [],
  OUTLOOK: [],
};

const V1: readonly ConnectableProvider[] = [
  'LINKEDIN',
  'WHATSAPP',
  'TELEGRAM',
  'INSTAGRAM',
  'MESSENGER',
  'TWITTER',
  'MAIL',
];

/** What each API takes a sign-in for, of what can be connected through it at all; the rest has the wizard. */
const PROVIDERS_OF: Readonly<Record<GatewayDialect, readonly ConnectableProvider[]>> = {
  'unipile-v1': V1,
  'unipile-v2': ['LINKEDIN', 'WHATSAPP', 'TELEGRAM', 'INSTAGRAM'],
  postpress: V1,
};

/** How an account can be signed in on a page of ours, through an API of this dialect. */
export function methodsOf(
  dialect: GatewayDialect,
  provider: ConnectableProvider,
): readonly AuthMethod[] {
  return PROVIDERS_OF[dialect].includes(provider) ? METHODS[provider] : [];
}

/** Whose codes can be sent again (contract v1 2.7); v2 asks whoever it is. */
export function canResend(dialect: GatewayDialect, provider: ConnectableProvider): boolean {
  return dialect === 'unipile-v2' || provider === 'LINKEDIN' || provider === 'INSTAGRAM';
}

/** Whether a page of ours is worth a link at all, whatever the API. */
export function hasOwnSignIn(provider: ConnectableProvider): boolean {
  return METHODS[provider].length > 0;
}

/** Why something of the table cannot be done here; null where it can, or where the provider has no such thing. */
export function whyNotHere(provider: ConnectableProvider, feature: SignInFeature): string | null {
  if (feature === 'oauth' && supportOf(provider, feature)) return OAUTH[provider] ?? null;
  if (supportOf(provider, feature) !== 'no') return null;
  return REFUSALS[feature] ?? null;
}

const OAUTH: Readonly<Partial<Record<ConnectableProvider, string>>> = {
  GOOGLE: 'Google asks for your consent on its own page, which no other page may stand in for.',
  OUTLOOK: 'Microsoft asks for your consent on its own page, which no other page may stand in for.',
};

/** The two red cells of the table are Telegram's. */
const REFUSALS: Readonly<Partial<Record<SignInFeature, string>>> = {
  password:
    'Telegram has no sign-in by user name and password for other programs: scan the QR code with your phone.',
  in_app:
    'Telegram approves no other program from within its app: scan the QR code with your phone instead.',
};
