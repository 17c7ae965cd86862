import { z } from 'zod';
import { id, optionalId } from './fields';

/** Two people are connected by now, since when nobody says: it comes up to eight hours late. */
export interface WebhookRelation {
  kind: 'relation';
  event: 'new_relation';
  providerAccountId: string;
  providerUserId: string;
  publicIdentifier: string | null;
}

const relationSchema = z.object({
  account_id: id,
  user_provider_id: id,
  user_public_identifier: optionalId,
});

/** Null where a field is missing that says who. */
export function toRelation(value: unknown): WebhookRelation | null {
  const parsed = relationSchema.safeParse(value);
  if (!parsed.success) return null;
  const { account_id, user_provider_id, user_public_identifier } = parsed.data;
  return {
    kind: 'relation',
    event: 'new_relation',
    providerAccountId: account_id,
    providerUserId: user_provider_id,
    publicIdentifier: user_public_identifier,
  };
}
