import type { Account } from '../state';

/** The Account object of the API, with `connection_params` by type. */
export function accountWire(account: Account) {
  return {
    object: 'Account' as const,
    id: account.id,
    type: account.type,
    name: account.name,
    created_at: new Date(account.createdAtMs).toISOString(),
    connection_params: connectionParams(account),
    sources: account.sources.map((source) => ({ ...source })),
    groups: [],
    signatures: [],
  };
}

/** Servers of an IMAP account as the API shows them; never a password. */
export function mailServers(account: Account) {
  const { imap, smtp, username } = account.identity;
  return {
    imap_host: imap?.host ?? '',
    imap_port: imap?.port ?? 993,
    imap_user: username,
    imap_encryption: imap?.encryption ?? 'default',
    smtp_host: smtp?.host ?? '',
    smtp_port: smtp?.port ?? 465,
    smtp_user: username,
  };
}

function connectionParams(account: Account): Record<string, unknown> {
  const { identity } = account;
  if (account.type === 'LINKEDIN') return { im: linkedinParams(account) };
  if (account.type === 'WHATSAPP') return { im: { phone_number: identity.phone ?? '' } };
  if (account.type === 'TELEGRAM') {
    return { im: { user_id: identity.providerId, username: identity.username } };
  }
  if (account.type === 'MAIL') return { mail: mailServers(account) };
  const user = { id: identity.providerId, username: identity.username };
  if (account.type === 'GOOGLE_OAUTH' || account.type === 'OUTLOOK') {
    return { mail: user, calendar: user };
  }
  return { im: user };
}

function linkedinParams(account: Account) {
  const { identity } = account;
  return {
    id: identity.providerId,
    username: identity.username,
    publicIdentifier: identity.publicIdentifier ?? '',
    premiumId: account.isPremium ? `urn:li:premium:${identity.publicIdentifier}` : null,
    premiumContractId: null,
    premiumFeatures: [...(account.products ?? []), ...(account.isPremium ? ['premium'] : [])],
    organizations: [],
    // Not in the 2025 document; live tenants send it since 2026.
    connection_method: account.connectionMethod ?? 'credentials',
  };
}
