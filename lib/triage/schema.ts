import { z } from 'zod';
import { MAX_BULK } from './rules';

const id = z.uuid();
const conversationIds = z
  .array(id)
  .min(1)
  .max(MAX_BULK, { error: `Select at most ${MAX_BULK} conversations at once.` });
const time = z.iso.datetime();

const filedTo = z.union([z.enum(['trash', 'spam']), z.templateLiteral(['folder:', id])]).nullable();

/** Done, or back in the inbox. Snoozing has a time and an input of its own. */
export const setPlaceInput = z
  .strictObject({
    conversationIds,
    place: z.enum(['inbox', 'done']),
    /** Only for threads of e-mails, and only with `done`. */
    filedTo: filedTo.default(null),
  })
  .refine(({ place, filedTo: filing }) => filing === null || place === 'done', {
    error: 'What is moved within its mailbox is done.',
  });
export type SetPlaceInput = z.input<typeof setPlaceInput>;

export const snoozeInput = z.strictObject({ conversationIds, until: time });
export type SnoozeInput = z.infer<typeof snoozeInput>;

export const setUnreadInput = z.strictObject({ conversationIds, isUnread: z.boolean() });
export type SetUnreadInput = z.infer<typeof setUnreadInput>;

export const setStarredInput = z.strictObject({ conversationIds, isStarred: z.boolean() });
export type SetStarredInput = z.infer<typeof setStarredInput>;

export const setMutedInput = z.strictObject({ conversationIds, isMuted: z.boolean() });
export type SetMutedInput = z.infer<typeof setMutedInput>;

export const assignInput = z.strictObject({ conversationIds, memberId: id.nullable() });
export type AssignInput = z.infer<typeof assignInput>;

export const setLabelInput = z.strictObject({
  conversationIds,
  labelId: id,
  isOn: z.boolean(),
});
export type SetLabelInput = z.infer<typeof setLabelInput>;

const state = z.strictObject({
  place: z.enum(['inbox', 'snoozed', 'done']).optional(),
  filedTo: filedTo.optional(),
  snoozedUntil: time.nullable().optional(),
  reading: z
    .strictObject({ isMarkedUnread: z.boolean(), messageIds: z.array(id).max(1000) })
    .optional(),
  isStarred: z.boolean().optional(),
  isMuted: z.boolean().optional(),
  assigneeMemberId: id.nullable().optional(),
  labels: z.record(id, z.boolean()).optional(),
});

/** What an act answered, given back to undo it. */
export const undoInput = z.strictObject({
  changes: z
    .array(z.strictObject({ conversationId: id, before: state, after: state }))
    .min(1)
    .max(MAX_BULK)
    .refine(
      (changes) =>
        changes.every(
          ({ before }) => (before.place === 'snoozed') === Boolean(before.snoozedUntil),
        ),
      { error: 'A snooze has a time, and nothing else has one.' },
    )
    .refine(
      (changes) => changes.every(({ before }) => !before.filedTo || before.place === 'done'),
      {
        error: 'What is moved within its mailbox is done.',
      },
    ),
});
export type UndoInput = z.infer<typeof undoInput>;

export const listTeammatesInput = z.object({
  /** Ids with commas between them. */
  accountIds: z
    .string()
    .max(8000)
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(id).max(200)),
});
