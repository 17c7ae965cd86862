import type { AccountType } from '../state';

export interface Field {
  name: string;
  label: string;
  type: 'text' | 'password' | 'email' | 'number' | 'tel';
  autocomplete?: string;
  value?: string;
}

/** Names of providers as people read them, by the word used in links. */
export const providerNames: Record<string, string> = {
  LINKEDIN: 'LinkedIn',
  WHATSAPP: 'WhatsApp',
  INSTAGRAM: 'Instagram',
  MESSENGER: 'Messenger',
  TELEGRAM: 'Telegram',
  TWITTER: 'X (Twitter)',
  GOOGLE: 'Google',
  OUTLOOK: 'Microsoft',
  MAIL: 'IMAP',
};

/** The account type behind a word used in links: `GOOGLE` there is `GOOGLE_OAUTH` on accounts. */
export function typeOfProvider(provider: string): AccountType | null {
  const types: Record<string, AccountType> = {
    LINKEDIN: 'LINKEDIN',
    WHATSAPP: 'WHATSAPP',
    INSTAGRAM: 'INSTAGRAM',
    MESSENGER: 'MESSENGER',
    TELEGRAM: 'TELEGRAM',
    TWITTER: 'TWITTER',
    GOOGLE: 'GOOGLE_OAUTH',
    OUTLOOK: 'OUTLOOK',
    MAIL: 'MAIL',
  };
  return types[provider] ?? null;
}

/** How a provider is signed in to; LinkedIn has two ways. */
export type Method = 'credentials' | 'cookie' | 'consent' | 'qr';

export function defaultMethod(type: AccountType, disabledOptions: string[]): Method {
  if (type === 'WHATSAPP' || type === 'TELEGRAM') return 'qr';
  if (type === 'GOOGLE_OAUTH' || type === 'OUTLOOK') return 'consent';
  return type === 'LINKEDIN' && disabledOptions.includes('credentials_auth')
    ? 'cookie'
    : 'credentials';
}

/** The fields of a sign-in form; the labels are part of the sandbox's documented interface. */
export function fieldsOf(type: AccountType, method: Method, login: string): Field[] {
  const password: Field = {
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'off',
  };
  if (method === 'cookie')
    return [{ name: 'cookie', label: 'li_at cookie', type: 'text', autocomplete: 'off' }];
  if (method === 'consent')
    return [{ name: 'login', label: 'E-mail address', type: 'email', value: login }];
  if (type === 'LINKEDIN') {
    return [{ name: 'login', label: 'E-mail or phone', type: 'text', value: login }, password];
  }
  if (type === 'MAIL') {
    const domain = login.split('@')[1];
    return [
      { name: 'login', label: 'E-mail address', type: 'email', value: login },
      password,
      {
        name: 'imap_host',
        label: 'IMAP server',
        type: 'text',
        value: `imap.${domain ?? 'harbourline.example'}`,
      },
      { name: 'imap_port', label: 'IMAP port', type: 'number', value: '993' },
      {
        name: 'smtp_host',
        label: 'SMTP server',
        type: 'text',
        value: `smtp.${domain ?? 'harbourline.example'}`,
      },
      { name: 'smtp_port', label: 'SMTP port', type: 'number', value: '465' },
    ];
  }
  const user: Field = { name: 'login', label: 'User name', type: 'text', value: login };
  if (type !== 'TWITTER') return [user, password];
  return [user, { name: 'email', label: 'E-mail', type: 'email' }, password];
}
