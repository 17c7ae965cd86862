import type { GatewayEmail } from '@/lib/gateway/email-types';
import { threadKeyOf } from './rules';

/** What is known of an account's e-mails that concerns those that come. */
export interface KnownThreads {
  /** Id of the API → conversation. */
  byEmail: ReadonlyMap<string, string>;
  /** Key of a thread that the provider names → conversation. */
  byKey: ReadonlyMap<string, string>;
  /** Stored e-mails that answer, or are answered by, or share their parent with one of these. */
  relatives: readonly KnownRelative[];
}

export interface KnownRelative {
  conversationId: string;
  rfcMessageId: string | null;
  inReplyTo: string | null;
}

export interface EmailGroup {
  emails: GatewayEmail[];
  /** None: a new thread. Several: e-mails between them were missing, and what was two is one. */
  conversationIds: string[];
}

/**
 * Sorts e-mails into threads: by the provider's thread where it names one, else by who answers whom.
 * What comes out does not depend on the order in which e-mails come, nor on how they are cut into pages.
 */
export function groupThreads(
  emails: readonly GatewayEmail[],
  known: KnownThreads,
): readonly EmailGroup[] {
  const { find, join } = disjointSets();
  for (const email of emails) {
    const self = `mail ${email.gatewayEmailId}`;
    const stored = known.byEmail.get(email.gatewayEmailId);
    if (stored) join(self, `place ${stored}`);
    const key = threadKeyOf(email);
    const named = known.byKey.get(key);
    if (named) join(self, `place ${named}`);
    if (email.threadId) {
      join(self, `key ${key}`);
      continue;
    }
    // Both an e-mail and its answer hang on the id of the first, whichever of them is here.
    if (email.messageId) join(self, `rfc ${email.messageId}`);
    if (email.inReplyTo) join(self, `rfc ${email.inReplyTo.messageId}`);
  }
  for (const { conversationId, rfcMessageId, inReplyTo } of known.relatives) {
    if (rfcMessageId) join(`place ${conversationId}`, `rfc ${rfcMessageId}`);
    if (inReplyTo) join(`place ${conversationId}`, `rfc ${inReplyTo}`);
  }
  const groups = new Map<string, EmailGroup>();
  for (const email of emails) {
    const root = find(`mail ${email.gatewayEmailId}`);
    const group = groups.get(root) ?? { emails: [], conversationIds: [] };
    group.emails.push(email);
    groups.set(root, group);
  }
  const places = new Set([
    ...known.byEmail.values(),
    ...known.byKey.values(),
    ...known.relatives.map(({ conversationId }) => conversationId),
  ]);
  for (const id of [...places].sort()) groups.get(find(`place ${id}`))?.conversationIds.push(id);
  return [...groups.values()];
}

/** Union-find over names. */
function disjointSets() {
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    // Halves the way for whoever asks next.
    for (let at = name; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (one: string, other: string) => {
    const [a, b] = [find(one), find(other)];
    if (a !== b) parents.set(a, b);
  };
  return { find, join };
}
