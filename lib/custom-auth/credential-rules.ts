import type { AuthCredentials } from '@/lib/gateway/auth-types';
import type { Credentials } from './schema';

/** What a form sends, as the client of the API takes it. */
export function credentialsOf(input: Credentials): AuthCredentials {
  switch (input.form) {
    case 'linkedin':
      return passwordOf('LINKEDIN', input);
    case 'instagram':
      return passwordOf('INSTAGRAM', input);
    case 'messenger':
      return passwordOf('MESSENGER', input);
    case 'linkedin-cookies':
      return {
        provider: 'LINKEDIN',
        method: 'cookies',
        accessToken: input.accessToken,
        premiumToken: input.premiumToken || null,
        userAgent: input.userAgent,
      };
    case 'whatsapp':
      return { provider: 'WHATSAPP', method: 'qr' };
    case 'telegram':
      return { provider: 'TELEGRAM', method: 'qr', password: input.password || null };
    case 'x': {
      const { username, email, password } = input;
      return { provider: 'TWITTER', method: 'credentials', username, email, password };
    }
    case 'imap': {
      const { user, password } = input;
      return {
        provider: 'MAIL',
        method: 'servers',
        imap: {
          host: input.imapHost,
          port: input.imapPort,
          encryption: input.imapEncryption,
          user,
          password,
        },
        smtp: {
          host: input.smtpHost,
          port: input.smtpPort,
          encryption: input.smtpEncryption,
          user,
          password,
        },
      };
    }
  }
}

function passwordOf<P extends 'LINKEDIN' | 'INSTAGRAM' | 'MESSENGER'>(
  provider: P,
  { username, password }: { username: string; password: string },
) {
  return { provider, method: 'credentials', username, password } as const;
}
