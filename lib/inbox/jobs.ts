import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/**
 * Reads an account's conversations from the API, newest first, one page per run; each run enqueues
 * the next. `connected` is the first import, `catch_up` what changed since an outage began, `manual`
 * everything again.
 */
export const syncAccountJob = defineJob(
  'inbox.sync-account',
  z.object({
    workspaceId: z.uuid(),
    accountId: z.uuid(),
    reason: z.enum(['connected', 'catch_up', 'manual']),
    /** Where the next page begins; the first import keeps it in the account's row instead. */
    cursor: z.string().optional(),
    /** ISO time: only conversations that moved after it. */
    since: z.string().optional(),
  }),
  { maxAttempts: 15 },
);

/** One account is read by one job at a time, and asking twice for the same reads once. */
export function syncAccountOptions(accountId: string, reason: string) {
  return { queue: `inbox-sync:${accountId}`, key: `inbox-sync:${accountId}:${reason}` };
}

/** Fetches all messages of one conversation, a page per run. */
export const syncChatJob = defineJob(
  'inbox.sync-chat',
  z.object({
    workspaceId: z.uuid(),
    conversationId: z.uuid(),
    cursor: z.string().optional(),
    /** How many of the unread messages lie beyond the pages before. */
    unreadLeft: z.number().int().optional(),
  }),
  { maxAttempts: 8 },
);

/** Posts one message, at most once. `tries` counts posts that were provably refused. */
export const sendJob = defineJob(
  'inbox.send',
  z.object({ workspaceId: z.uuid(), sendId: z.uuid(), tries: z.number().int().default(0) }),
  { maxAttempts: 10 },
);

/** Looks in the chat for a send whose fate is not known. */
export const settleSendJob = defineJob(
  'inbox.settle-send',
  z.object({ workspaceId: z.uuid(), sendId: z.uuid(), looks: z.number().int().default(0) }),
  { maxAttempts: 5 },
);

/** Finds sends that were left behind by a crash. Runs every minute. */
export const sweepSendsJob = defineGlobalJob('inbox.sweep-sends', z.object({}).loose());

/**
 * Tells the provider that a chat was read, so that the other side may learn it. `isWhileDone`: only if
 * it still stands under Done by then, since that can be taken back.
 */
export const readAtProviderJob = defineJob(
  'inbox.read-at-provider',
  z.object({
    workspaceId: z.uuid(),
    conversationId: z.uuid(),
    isWhileDone: z.boolean().default(false),
  }),
  { maxAttempts: 5 },
);
