import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '@/db/client';
import { databaseNow } from '@/db/now';
import { accounts, members, type StoredOutgoingEmail, sends } from '@/db/schema';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import { PERMISSIONS } from '@/lib/auth/permissions';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { failpoint } from '@/lib/core/failpoints';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import type { GatewayClient, SendOutcome, StartOutcome } from '@/lib/gateway/client';
import type { OutgoingEmail } from '@/lib/gateway/email-types';
import { GatewayError } from '@/lib/gateway/errors';
import { openGateway } from '@/lib/gateways/mutations';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { trackedIfAllowed } from './email-send-mutations';
import { listFilesOf, readFileBytes } from './file-queries';
import { fetchForwarded } from './forward-handlers';
import { sendJob, type settleSendJob } from './jobs';
import {
  claimSend,
  enqueueLook,
  findSend,
  isPlaced,
  isStillClaimed,
  type OpenSend,
  recordLost,
  recordNotPosted,
  recordOutcome,
  refuseSend,
} from './outcome-mutations';
import { lookForSend } from './settle-mutations';
import { attachStart } from './start-settle-mutations';

/**
 * Posts one message at most once. The mark is set and committed before a byte leaves; whoever finds it
 * set afterwards does not post but says that the fate is unknown. There is no id by which the API
 * could tell a repeat.
 */
export async function postSend(
  payload: z.infer<typeof sendJob.schema>,
  ctx: Ctx<SystemScope>,
  { attempt }: Pick<JobTools, 'attempt'>,
): Promise<void> {
  const found = await findSend(ctx, payload.sendId);
  if (found?.state !== 'sending' && found?.state !== 'held') return;
  if (found.postedAt) {
    // Another job of it may be posting just now.
    const isOver = attempt > 1 || (await isLongAgo(ctx, found.postedAt));
    return isOver ? recordLost(ctx, found) : undefined;
  }
  if (await isStillHeld(ctx, found)) return;
  await failpoint('send.before_claim');
  const refusal = await refusalBeforePost(ctx, found);
  if (refusal) return refuseSend(ctx, found, refusal);
  if (!(await fetchForwarded(ctx, found, payload.tries))) return;
  // Copying files may take minutes.
  const late = found.email?.forward ? await refusalBeforePost(ctx, found) : null;
  if (late) return refuseSend(ctx, found, late);
  const send = { ...found, email: await trackedIfAllowed(ctx, found) };
  // Opened before the mark is set: a key that cannot be read must not look like a lost post.
  const client = await openOrRefuse(ctx, send);
  if (!client) return;
  const postedAt = await claimSend(ctx, send.id);
  if (!postedAt) return;
  await failpoint('send.before_post');
  if (!(await isStillClaimed(ctx, send.id, postedAt))) {
    return recordNotPosted(ctx, send, postedAt);
  }
  const outcome = await post(ctx, client, send);
  await failpoint('send.after_post');
  await recordOutcome(ctx, send, postedAt, outcome, payload.tries);
  if ('gatewayChatId' in outcome) {
    await placeStart(ctx, { ...send, postedAt }, outcome.gatewayChatId);
  }
  if (outcome.state === 'failed') await recordAccountRefusal(ctx, send.account.id, outcome.error);
}

/** No post takes that long. */
const LOST_MS = 2 * MINUTE_MS;

async function isLongAgo(ctx: Ctx, postedAt: Date): Promise<boolean> {
  return (await databaseNow(ctx)).getTime() - postedAt.getTime() > LOST_MS;
}

/** A job that comes before the hold is over, by whatever clock, comes again when it is. */
async function isStillHeld(ctx: Ctx, send: OpenSend): Promise<boolean> {
  if (send.state !== 'held' || !send.heldUntil) return false;
  if (send.heldUntil <= (await databaseNow(ctx))) return false;
  const payload = { workspaceId: send.workspaceId, sendId: send.id, tries: 0 };
  await enqueue(ctx.db, sendJob, payload, {
    runAt: send.heldUntil,
    key: `inbox-held:${send.id}`,
    priority: PRIORITY.send,
  });
  return true;
}

/** Null where the key of the connection cannot be opened: until an admin acts nothing leaves, so it is not waited for. */
async function openOrRefuse(ctx: Ctx, send: OpenSend): Promise<GatewayClient | null> {
  try {
    return await openGateway(ctx, send.account.gatewayId);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    await refuseSend(ctx, send, error.code);
    return null;
  }
}

/** No abort signal: a post that has begun is better waited for than turned into an unknown. */
async function post(
  ctx: Ctx,
  client: GatewayClient,
  send: OpenSend,
): Promise<SendOutcome | StartOutcome> {
  const { text, start } = send;
  const files = (await listFilesOf(ctx, send.id)).map((file) => ({
    ...file,
    read: () => readFileBytes(ctx, file.id),
  }));
  const { providerAccountId } = send.account;
  try {
    if (send.email) {
      const { email } = send;
      const { from, to, cc, bcc, subject, html, replyTo, headers = [] } = email;
      // A forward begins a thread of its own.
      const repliesTo = email.forward ? null : send.quotedGatewayMessageId;
      return await postEmail(client, {
        ...{ providerAccountId, from, to, cc, bcc, subject, html, repliesTo, files },
        headers: replyTo ? [...headers, { name: 'Reply-To', value: replyTo }] : headers,
        tracking: trackingOf(send, email),
      });
    }
    if (isPlaced(send)) {
      const { gatewayChatId, quotedGatewayMessageId } = send;
      return await client.sendMessage({
        gatewayChatId,
        providerAccountId,
        text,
        files,
        quotedGatewayMessageId,
      });
    }
    if (!start) throw new Error('A reply without a conversation.');
    const { recipients, title, subject, linkedinApi, isInmail } = start;
    return await client.startChat({
      providerAccountId,
      providerUserIds: recipients.map(({ providerUserId }) => providerUserId),
      text,
      files,
      title,
      subject,
      linkedinApi,
      isInmail,
    });
  } catch {
    const error = { code: 'unexpected', type: null, status: null, requestId: null } as const;
    return { state: 'unknown', error };
  }
}

/** The label says of an event which of our sends it is about, to whoever else gets it. */
function trackingOf(send: OpenSend, { isTracked = false }: StoredOutgoingEmail) {
  return { opens: isTracked, links: isTracked, label: isTracked ? send.id : null };
}

/** E-mails that were posted are known again by the API's id, as messages are. */
async function postEmail(client: GatewayClient, email: OutgoingEmail): Promise<SendOutcome> {
  const outcome = await client.sendEmail(email);
  if (outcome.state !== 'sent') return outcome;
  return { state: 'sent', gatewayMessageId: outcome.gatewayEmailId };
}

/** Gives what was just begun its place here; what cannot be read now the timer reads soon. */
async function placeStart(ctx: Ctx, send: OpenSend, gatewayChatId: string | null): Promise<void> {
  try {
    if (gatewayChatId) return await attachStart(ctx, send, gatewayChatId);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
  }
  await enqueueLook(ctx, send, 0);
}

/** What has changed by now since the person pressed Send: the account, or their right to use it. */
async function refusalBeforePost(ctx: Ctx, send: OpenSend): Promise<string | null> {
  const [now] = await ctx.db
    .select({
      removedAt: accounts.removedAt,
      sendsPausedAt: accounts.sendsPausedAt,
      role: members.role,
    })
    .from(accounts)
    .leftJoin(
      members,
      and(
        eq(members.id, send.authorMemberId),
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
        or(eq(accounts.ownerMemberId, members.id), eq(accounts.visibility, 'team-reply')),
      ),
    )
    .where(and(eq(accounts.id, send.account.id), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  if (!now || now.removedAt) return 'account_disconnected';
  if (now.sendsPausedAt) return 'sends_paused';
  const mayStill = PERMISSIONS['message:send'].some((role) => role === now.role);
  return mayStill ? null : 'not_allowed_any_more';
}

/** The timer behind an unconfirmed send: looks, and comes again later while nothing is found. */
export async function settleSend(
  payload: z.infer<typeof settleSendJob.schema>,
  ctx: Ctx<SystemScope>,
  tools: Pick<JobTools, 'log'>,
): Promise<void> {
  const send = await findSend(ctx, payload.sendId);
  if (!send || !['sent', 'unknown'].includes(send.state)) return;
  if (send.isLinked && isPlaced(send)) return;
  try {
    if ((await lookForSend(ctx, send.id)) !== 'unknown') return;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'gateway')) throw error;
    tools.log.info({ sendId: send.id, looks: payload.looks }, 'send.look_failed');
  }
  await enqueueLook(ctx, send, payload.looks + 1);
}

const LOST_AFTER = sql`now() - make_interval(secs => ${LOST_MS / SECOND_MS})`;
const FORGOTTEN_AFTER = sql`now() - interval '5 minutes'`;
const MAX_SWEPT = 500;

/**
 * Finds sends whose job is gone: a marked one becomes unknown, one that was never posted is posted,
 * and so is a held one whose time is over.
 * Both through the job, whose claim keeps that safe when the first job is alive after all.
 */
export async function sweepSends(_payload: unknown, db: Db): Promise<void> {
  const rows = await db
    .select({ sendId: sends.id, workspaceId: sends.workspaceId })
    .from(sends)
    .where(
      or(
        and(
          eq(sends.state, 'sending'),
          or(
            and(isNotNull(sends.postedAt), lt(sends.postedAt, LOST_AFTER)),
            and(isNull(sends.postedAt), lt(sends.updatedAt, FORGOTTEN_AFTER)),
          ),
        ),
        and(eq(sends.state, 'held'), lt(sends.heldUntil, LOST_AFTER)),
      ),
    )
    .limit(MAX_SWEPT);
  for (const row of rows) {
    // The last try: what is refused now is shown as failed.
    await enqueue(db, sendJob, { ...row, tries: 99 }, { key: `inbox-sweep:${row.sendId}` });
  }
}
