import { z } from 'zod';
import { INVITATION_DIRECTIONS, type LinkedinTier } from './types';

const MAX_CURSOR_CHARACTERS = 200;

export const SETTLINGS = ['accept', 'refuse', 'withdraw'] as const;

/** Accept and refuse are for received ones, withdraw for those that were sent. */
export const settleInvitationInput = z.strictObject({
  invitationId: z.uuid(),
  how: z.enum(SETTLINGS),
});
export type SettleInvitationInput = z.infer<typeof settleInvitationInput>;

export const assignInvitationInput = z.strictObject({
  invitationId: z.uuid(),
  /** Null: nobody. */
  memberId: z.uuid().nullable(),
});
export type AssignInvitationInput = z.infer<typeof assignInvitationInput>;

export const listInvitationsInput = z.object({
  direction: z.enum(INVITATION_DIRECTIONS).default('received'),
  accountId: z.uuid().optional(),
  /** Only those that are given to the member who asks. */
  isMine: z.stringbool().default(false),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});

const MAX_NAME_CHARACTERS = 300;
/** More is at no tier allowed; what the account's own tier allows is looked at with the account. */
const MAX_NOTE_CHARACTERS = 1_000;
const MINUTES_OF_DAY = 1_440;

/** IANA. */
export const zone = z.string().max(64).refine(isZone, 'This is no time zone.');

/** The person as a look-up told them: LinkedIn takes ids of its classic product alone. */
export const invitedPerson = z.strictObject({
  providerUserId: z.string().regex(/^ACo[\w-]{3,200}$/, 'LinkedIn takes no such id.'),
  publicIdentifier: z.string().max(MAX_NAME_CHARACTERS).nullable(),
  name: z.string().max(MAX_NAME_CHARACTERS).nullable(),
  headline: z.string().max(1_000).nullable(),
});

export const addPlanInput = z.strictObject({
  accountId: z.uuid(),
  clientId: z.uuid(),
  person: invitedPerson,
  note: z.string().max(MAX_NOTE_CHARACTERS),
  email: z.email().max(320).nullable().optional(),
  /** IANA; that of the browser, for an account whose zone is not known yet. */
  zone: zone.optional(),
});
export type AddPlanInput = z.infer<typeof addPlanInput>;

export const movePlanInput = z.strictObject({
  planId: z.uuid(),
  /** Null gives it back to the plan. */
  at: z.iso.datetime().nullable(),
});
export type MovePlanInput = z.infer<typeof movePlanInput>;

export const cancelPlanInput = z.strictObject({ planId: z.uuid() });
export type CancelPlanInput = z.infer<typeof cancelPlanInput>;

export const pausePlansInput = z.strictObject({ accountId: z.uuid(), isPaused: z.boolean() });
export type PausePlansInput = z.infer<typeof pausePlansInput>;

export const changePaceInput = z
  .strictObject({
    accountId: z.uuid(),
    zone,
    days: z.array(z.int().min(0).max(6)).min(1, 'Choose at least one day.').max(7),
    fromMinute: z.int().min(0).max(MINUTES_OF_DAY),
    toMinute: z.int().min(0).max(MINUTES_OF_DAY),
    isWarmedUp: z.boolean(),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, 'The day ends before it begins.');
export type ChangePaceInput = z.infer<typeof changePaceInput>;

function isZone(text: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}

export const nothingInput = z.object({});

export const listPlansInput = z.object({ accountId: z.uuid().optional() });

export const lookUpInviteeInput = z.strictObject({
  accountId: z.uuid(),
  /** Address of a profile, public name or id. */
  text: z.string().trim().min(1).max(500),
});
export type LookUpInviteeInput = z.infer<typeof lookUpInviteeInput>;

/** Ones that were sent and wait: of one account, older than that many days. */
export const withdrawOldInput = z.strictObject({
  accountId: z.uuid(),
  olderThanDays: z.int().min(1).max(365),
});
export type WithdrawOldInput = z.infer<typeof withdrawOldInput>;

export const acceptAndGreetInput = z.strictObject({
  invitationId: z.uuid(),
  clientId: z.uuid(),
  text: z.string().trim().min(1, 'Write a greeting first.').max(8_000),
});
export type AcceptAndGreetInput = z.infer<typeof acceptAndGreetInput>;

const MOST_OF_ALL = 1_000;
const most = z.int().min(0).max(MOST_OF_ALL);

export const changeLimitsInput = z.strictObject({
  tier: z.enum(['free', 'paid'] satisfies LinkedinTier[]),
  day: most,
  week: most,
  /** Null: notes are not counted. */
  notesPerMonth: most.nullable(),
  noteCharacters: z.int().min(0).max(300),
});
export type ChangeLimitsInput = z.infer<typeof changeLimitsInput>;
