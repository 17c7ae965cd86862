import type { AuthCredentials } from '../auth-types';

/** Each secret holds this word, so that one search finds all that leaked. */
export const CANARY = 'canary-7c1f';

const secret = (name: string) => `${CANARY}-${name}`;

const server = (kind: string) => ({
  host: `${kind}.mail.example`,
  port: kind === 'imap' ? 993 : 465,
  encryption: 'tls' as const,
  user: 'jane@mail.example',
  password: secret(kind),
});

/** One for each way to sign in, in the order in which v1 lists them. */
export const CREDENTIALS: readonly AuthCredentials[] = [
  {
    provider: 'LINKEDIN',
    method: 'credentials',
    username: 'jane@mail.example',
    password: secret('password'),
  },
  {
    provider: 'LINKEDIN',
    method: 'cookies',
    accessToken: secret('li_at'),
    premiumToken: secret('li_a'),
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/148.0',
  },
  { provider: 'WHATSAPP', method: 'qr' },
  { provider: 'TELEGRAM', method: 'qr', password: secret('telegram') },
  {
    provider: 'INSTAGRAM',
    method: 'credentials',
    username: 'jane.ruiz',
    password: secret('password'),
  },
  {
    provider: 'MESSENGER',
    method: 'credentials',
    username: 'jane.ruiz',
    password: secret('password'),
  },
  {
    provider: 'TWITTER',
    method: 'credentials',
    username: 'janeruiz',
    email: 'jane@mail.example',
    password: secret('password'),
  },
  { provider: 'MAIL', method: 'servers', imap: server('imap'), smtp: server('smtp') },
];
