import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { personIdentities } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { callGateway } from '@/lib/gateways/mutations';
import { findReadableAccount } from '@/lib/inbox/read-mutations';
import { publish } from '@/lib/live/publish';
import type { rereadSectionsJob } from './jobs';
import { askAgain, findProfile, storeProfile } from './profile-mutations';
import { toSections } from './profile-rules';

/** The sections alone that were held back; given up once LinkedIn held them back for most of a day. */
export async function rereadSections(
  { identityId, accountId, tries }: z.infer<typeof rereadSectionsJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const account = await findReadableAccount(ctx, accountId);
  if (!account || account.removedAt || account.wrongIdentity) return;
  const known = await findProfile(ctx, { identityId, accountId });
  const sections = toSections(known?.throttledSections ?? []);
  if (sections.length === 0) return;
  const [identity] = await ctx.db
    .select({ value: personIdentities.value })
    .from(personIdentities)
    .where(eq(personIdentities.id, identityId));
  if (!identity) return;
  const { providerAccountId } = account;
  try {
    const read = await callGateway(ctx, account.gatewayId, (client) =>
      client.getProfile({ providerAccountId, identifier: identity.value, sections }),
    );
    await inTransaction(ctx, async (tx) => {
      await storeProfile(tx, { identityId, accountId }, read, sections);
      await askAgain(tx, { identityId, accountId, tries }, read.throttledSections);
      await publish(tx, { kind: 'people.changed', id: identityId });
    });
  } catch (error) {
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
  }
}
