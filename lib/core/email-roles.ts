/** What an e-mail folder is for, whatever the provider calls it; the words of the API (contract v1 §9.2). */
export const EMAIL_ROLES = [
  'inbox',
  'sent',
  'archive',
  'drafts',
  'trash',
  'spam',
  'all',
  'important',
  'starred',
  /** One of the owner's own. */
  'unknown',
] as const;
export type EmailRole = (typeof EMAIL_ROLES)[number];
