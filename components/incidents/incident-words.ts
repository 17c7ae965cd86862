import { pastWords, reasonWords } from '@/components/accounts/transition-words';
import { accountLabel } from '@/lib/accounts/rules';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { IncidentItem } from '@/lib/incidents/types';

/** "8 LinkedIn accounts dropped at once" or "Jane Ruiz · LinkedIn: Reconnect needed". */
export function incidentTitle({ isWide, provider, accounts, downs }: IncidentItem): string {
  const name = PROVIDER_NAMES[provider];
  if (isWide) return `${accounts.length} ${name} accounts dropped at once`;
  const [account] = accounts;
  const [down] = downs;
  const label = account ? accountLabel({ name: account.name, provider }) : name;
  return down ? `${label}: ${pastWords(down).label}` : label;
}

/** Why, and whose. */
export function incidentReason({ isWide, provider, accounts, downs }: IncidentItem): string {
  const name = PROVIDER_NAMES[provider];
  if (isWide) return `Likely a problem of ${name}: they dropped within minutes of each other.`;
  const [down] = downs;
  const owner = accounts[0]?.ownerName;
  const whose = owner ? `Owner ${owner}.` : 'No owner.';
  const reason = down && reasonWords(down, name);
  return reason ? `${reason} ${whose}` : whose;
}

/** Where an incident stands; `accountId` narrows its lists to that account. */
export function incidentHref(
  incidentId: string,
  list?: { accountId?: string; id: 'gap' | 'unsent' },
): string {
  const path = `/overview/incidents/${incidentId}`;
  if (!list) return path;
  return `${path}${list.accountId ? `?account=${list.accountId}` : ''}#${list.id}`;
}
