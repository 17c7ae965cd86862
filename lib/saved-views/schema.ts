import { z } from 'zod';
import { CHANNELS } from '@/lib/core/providers';
import { CONVERSATION_VIEWS } from '@/lib/inbox/view-rules';
import { MAX_VIEW_CHARACTERS } from './rules';

const id = z.uuid();
const name = z
  .string()
  .max(1000)
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .refine((text) => text.length > 0, { error: 'Write a name first.' })
  .refine((text) => text.length <= MAX_VIEW_CHARACTERS, {
    error: `A view's name has at most ${MAX_VIEW_CHARACTERS} characters.`,
  });

export const saveViewInput = z.strictObject({
  name,
  filter: z.strictObject({
    view: z.enum(CONVERSATION_VIEWS),
    accountId: id.nullable(),
    provider: z.enum(CHANNELS).nullable(),
    labelId: id.nullable(),
    assignee: z.union([id, z.literal('nobody')]).nullable(),
    folderId: id.nullable().default(null),
    isUnread: z.boolean(),
    isStarred: z.boolean(),
  }),
  isShared: z.boolean(),
});
export type SaveViewInput = z.output<typeof saveViewInput>;

export const changeViewInput = z.strictObject({ viewId: id, name, isShared: z.boolean() });
export type ChangeViewInput = z.output<typeof changeViewInput>;

export const deleteViewInput = z.strictObject({ viewId: id });
export type DeleteViewInput = z.infer<typeof deleteViewInput>;

export const nothingInput = z.object({});
