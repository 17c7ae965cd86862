import type { Account, AccountType, SourceStatus } from '../state';
import { applicationId, v2AccountId } from './ids';

/** Names of the providers in v2, which has neither Messenger nor X. */
const providers: Partial<Record<AccountType, string>> = {
  LINKEDIN: 'linkedin',
  WHATSAPP: 'whatsapp',
  INSTAGRAM: 'instagram',
  TELEGRAM: 'telegram',
  GOOGLE_OAUTH: 'google',
  OUTLOOK: 'outlook',
  MAIL: 'imap',
};

/** What v2 calls the provider of an account; null for one that v2 does not know. */
export function v2Provider(type: AccountType): string | null {
  return providers[type] ?? null;
}

/** The Account object of v2. */
export function accountWireV2(account: Account) {
  return {
    object: 'Account' as const,
    id: v2AccountId(account),
    application_id: applicationId,
    user_id: account.identity.providerId,
    name: account.name,
    created_at: new Date(account.createdAtMs).toISOString(),
    status: v2Status(account),
    is_locked: false,
    provider: v2Provider(account.type) ?? 'mock',
    metadata: {
      v1_account_id: account.id,
      products_connection_status: productStatuses(account),
      ...account.metadata,
    },
    initial_sync: { status: account.hasHistory ? ('completed' as const) : ('pending' as const) },
  };
}

/** `partial` and `degraded` stand for accounts of which one product works and another does not. */
export function v2Status(account: Account): string {
  const words = new Set(account.sources.map((source) => productStatus(source.status)));
  const isMixed = words.size > 1 && words.has('running');
  if (words.has('disconnected')) return isMixed ? 'partial' : 'disconnected';
  if (words.has('errored')) return isMixed ? 'degraded' : 'errored';
  return 'running';
}

function productStatuses(account: Account): Record<string, string> {
  return Object.fromEntries(
    account.sources.map(({ id, status }) => {
      const product = account.type === 'LINKEDIN' ? 'classic' : id.slice(id.lastIndexOf('_') + 1);
      return [product.toLowerCase(), productStatus(status)];
    }),
  );
}

function productStatus(status: SourceStatus): 'running' | 'disconnected' | 'errored' {
  if (status === 'CREDENTIALS' || status === 'PERMISSIONS') return 'disconnected';
  return status === 'ERROR' || status === 'STOPPED' ? 'errored' : 'running';
}
