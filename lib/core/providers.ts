/** Services that an account can belong to, in our words. `OTHER`: one that we do not know yet. */
export const PROVIDERS = [
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
  'TWITTER',
  'GOOGLE',
  'OUTLOOK',
  'MAIL',
  'OTHER',
] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Providers that a person can connect. */
export const CONNECTABLE_PROVIDERS = PROVIDERS.filter(
  (provider): provider is Exclude<Provider, 'OTHER'> => provider !== 'OTHER',
);

export const PROVIDER_NAMES: Record<Provider, string> = {
  LINKEDIN: 'LinkedIn',
  WHATSAPP: 'WhatsApp',
  INSTAGRAM: 'Instagram',
  MESSENGER: 'Messenger',
  TELEGRAM: 'Telegram',
  TWITTER: 'X',
  GOOGLE: 'Google',
  OUTLOOK: 'Microsoft',
  MAIL: 'E-mail (IMAP)',
  OTHER: 'Other',
};

/** What a list of conversations can be narrowed to: one provider, or all mailboxes together. */
export const CHANNELS = [...PROVIDERS, 'EMAIL'] as const;
export type Channel = (typeof CHANNELS)[number];

export const CHANNEL_NAMES: Record<Channel, string> = { ...PROVIDER_NAMES, EMAIL: 'E-mail' };

export function isOfChannel(provider: Provider, channel: Channel): boolean {
  return channel === 'EMAIL' ? isMailProvider(provider) : provider === channel;
}

/** E-mail providers hold threads of mail, the rest hold chats. */
export function isMailProvider(provider: Provider): boolean {
  return provider === 'GOOGLE' || provider === 'OUTLOOK' || provider === 'MAIL';
}
