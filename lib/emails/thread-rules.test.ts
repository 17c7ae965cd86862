import { describe, expect, it } from 'vitest';
import type { GatewayEmail } from '@/lib/gateway/email-types';
import { anEmail } from '@/lib/gateway/testing/an-email';
import { groupThreads, type KnownThreads } from './thread-rules';

const NOTHING: KnownThreads = { byEmail: new Map(), byKey: new Map(), relatives: [] };

const answer = (id: string, to: string): GatewayEmail =>
  anEmail(id, { inReplyTo: { messageId: `<${to}@x>`, gatewayEmailId: null } });

const idsOf = (groups: readonly { emails: readonly GatewayEmail[] }[]) =>
  groups.map((group) => group.emails.map((email) => email.gatewayEmailId).sort()).sort();

describe('e-mails of a provider that names threads', () => {
  it('belong together by that name alone', () => {
    const groups = groupThreads(
      [
        anEmail('a', { threadId: 't1' }),
        // Answers something of another thread: the provider knows better.
        anEmail('b', { threadId: 't2', inReplyTo: { messageId: '<a@x>', gatewayEmailId: 'a' } }),
        anEmail('c', { threadId: 't1' }),
      ],
      NOTHING,
    );
    expect(idsOf(groups)).toEqual([['a', 'c'], ['b']]);
  });

  it('join the conversation that has the name', () => {
    const byKey = new Map([['thread:t1', 'conversation-1']]);
    const [group] = groupThreads([anEmail('a', { threadId: 't1' })], { ...NOTHING, byKey });
    expect(group?.conversationIds).toEqual(['conversation-1']);
  });
});

describe('e-mails of a provider without threads', () => {
  // a ← b ← c, a ← d, and e by itself.
  const all = [anEmail('a'), answer('b', 'a'), answer('c', 'b'), answer('d', 'a'), anEmail('e')];

  it('belong together by who answers whom, in every order', () => {
    for (const order of permutations(all)) {
      expect(idsOf(groupThreads(order, NOTHING))).toEqual([['a', 'b', 'c', 'd'], ['e']]);
    }
  });

  it('belong together when what both answer is not here', () => {
    expect(idsOf(groupThreads([answer('b', 'gone'), answer('d', 'gone')], NOTHING))).toEqual([
      ['b', 'd'],
    ]);
  });

  it('end in one conversation whatever the pages they come in', () => {
    for (const order of permutations(all)) {
      const rows: { id: string; conversationId: string; email: GatewayEmail }[] = [];
      for (const email of order) {
        const [group] = groupThreads([email], {
          byEmail: new Map(),
          byKey: new Map(),
          relatives: rows
            .filter(({ email: other }) => isRelative(other, email))
            .map(({ conversationId, email: other }) => ({
              conversationId,
              rfcMessageId: other.messageId,
              inReplyTo: other.inReplyTo?.messageId ?? null,
            })),
        });
        const [target = email.gatewayEmailId, ...merged] = group?.conversationIds ?? [];
        for (const row of rows)
          if (merged.includes(row.conversationId)) row.conversationId = target;
        rows.push({ id: email.gatewayEmailId, conversationId: target, email });
      }
      const placeOf = (id: string) => rows.find((row) => row.id === id)?.conversationId;
      expect(new Set(['a', 'b', 'c', 'd'].map(placeOf)).size).toBe(1);
      expect(placeOf('e')).not.toBe(placeOf('a'));
    }
  });
});

/** What the query for relatives finds (queries.ts). */
function isRelative(stored: GatewayEmail, coming: GatewayEmail): boolean {
  const ids = [coming.messageId, coming.inReplyTo?.messageId];
  return ids.includes(stored.messageId) || ids.includes(stored.inReplyTo?.messageId ?? '-');
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}
