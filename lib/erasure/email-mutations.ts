import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { accounts, emails, emailTrackingEvents, messages, sends } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { closeOrRefresh, deleteMessages, type Removed } from './message-mutations';
import type { ErasureSubject } from './rules';
import { namesAddress, startsChatWith } from './subject-queries';

/**
 * E-mails that the person wrote, got or was copied on, with our own side of them. A thread that has others left stays,
 * without them.
 */
export async function eraseEmails(
  tx: Ctx,
  identities: ErasureSubject['identities'],
): Promise<Removed> {
  const { workspaceId } = tx.scope;
  const found = await tx.db
    .select({
      id: messages.id,
      accountId: messages.accountId,
      conversationId: messages.conversationId,
      gatewayMessageId: messages.gatewayMessageId,
      trackingId: emails.trackingId,
    })
    .from(emails)
    .innerJoin(messages, eq(messages.id, emails.messageId))
    .where(and(eq(emails.workspaceId, workspaceId), namesAddress(identities, emails.people)));
  const outgoing = await tx.db
    .delete(sends)
    .where(
      and(
        eq(sends.workspaceId, workspaceId),
        or(
          and(isNotNull(sends.email), namesAddress(identities, sends.email)),
          inArray(
            sends.id,
            tx.db
              .select({ id: sends.id })
              .from(sends)
              .innerJoin(accounts, eq(accounts.id, sends.accountId))
              .where(
                and(
                  eq(sends.workspaceId, workspaceId),
                  isNull(sends.conversationId),
                  startsChatWith(identities),
                ),
              ),
          ),
          isCopyOf(found),
        ),
      ),
    )
    .returning({ conversationId: sends.conversationId });
  await deleteMessages(tx, found);
  const trackingIds = found.flatMap(({ trackingId }) => trackingId ?? []);
  await tx.db
    .delete(emailTrackingEvents)
    .where(
      and(
        eq(emailTrackingEvents.workspaceId, workspaceId),
        sql`${emailTrackingEvents.trackingId} = any(${sql.param(trackingIds)}::text[])`,
      ),
    );
  const touched = [...found, ...outgoing].flatMap(({ conversationId }) => conversationId ?? []);
  const gone = await closeOrRefresh(tx, touched, identities);
  return { ...gone, messages: [...found.map(({ accountId }) => accountId), ...gone.messages] };
}

/** What left as one of these messages. */
function isCopyOf(found: readonly { accountId: string; gatewayMessageId: string }[]): SQL {
  return sql`(${sends.accountId}, ${sends.gatewayMessageId}) in (
    select * from unnest(${sql.param(found.map(({ accountId }) => accountId))}::uuid[],
      ${sql.param(found.map(({ gatewayMessageId }) => gatewayMessageId))}::text[]))`;
}
