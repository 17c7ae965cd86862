import type { Channel } from '@/lib/core/providers';
import type { Invitee } from '@/lib/invitations/types';
import { byTouch, shownIdentity } from './rules';
import type { PeopleAccount, PersonChannel, PersonFact } from './types';

/** A person and the person that it was merged into. */
export interface MergeLink {
  personId: string;
  intoPersonId: string;
}

/** The person and whoever was merged into it, at whatever remove: what goes with it when it is taken out again. */
export function subtreeOf(personId: string, links: readonly MergeLink[]): Set<string> {
  const found = new Set([personId]);
  // A set that grows is walked to its new end.
  for (const one of found) {
    for (const link of links) if (link.intoPersonId === one) found.add(link.personId);
  }
  return found;
}

/** Each identity once with the accounts that know it, the latest touch first. */
export function toChannels(
  facts: readonly PersonFact[],
  accounts: readonly PeopleAccount[],
): PersonChannel[] {
  const channels = new Map<string, PersonChannel>();
  for (const fact of byTouch(facts)) {
    const account = accounts.find(({ id }) => id === fact.accountId);
    if (!account) continue;
    const channel = channels.get(fact.identityId) ?? {
      identityId: fact.identityId,
      kind: fact.kind,
      shown: shownIdentity(fact.kind, fact.value),
      accounts: [],
    };
    channels.set(fact.identityId, channel);
    const known = channel.accounts.find(({ accountId }) => accountId === account.id);
    // An invitation and a chat through one account are one line.
    if (known) {
      known.conversationId ??= fact.conversationId;
      continue;
    }
    channel.accounts.push({
      accountId: account.id,
      accountName: account.name,
      provider: account.provider,
      ownerName: account.ownerName,
      lastAt: fact.lastAt?.toISOString() ?? null,
      conversationId: fact.conversationId,
    });
  }
  return [...channels.values()];
}

/** Where a person's profiles can be opened, each address once; only what is plainly one on the web. */
export function linksOf(facts: readonly PersonFact[]): { kind: Channel; url: string }[] {
  const links = new Map<string, Channel>();
  for (const { kind, profileUrl, publicIdentifier } of byTouch(facts)) {
    const url = profileUrl ? webAddress(profileUrl) : null;
    if (url) links.set(url, kind);
    else if (publicIdentifier && kind === 'LINKEDIN') {
      links.set(`https://www.linkedin.com/in/${encodeURIComponent(publicIdentifier)}/`, kind);
    }
  }
  return [...links].map(([url, kind]) => ({ kind, url }));
}

function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** The person under the id of LinkedIn's classic product, which is the only one that it takes for an invitation. */
export function inviteeOf(facts: readonly PersonFact[]): Invitee | null {
  const known = facts.find(({ kind, value }) => kind === 'LINKEDIN' && value.startsWith('ACo'));
  if (!known) return null;
  const same = facts.filter(({ identityId }) => identityId === known.identityId);
  const first = <T>(pick: (fact: PersonFact) => T | null) =>
    same.map(pick).find((value) => value !== null) ?? null;
  return {
    providerUserId: known.value,
    publicIdentifier: first(({ publicIdentifier }) => publicIdentifier),
    name: first(({ name }) => name),
    headline: first(({ headline }) => headline),
  };
}
