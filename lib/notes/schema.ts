import { z } from 'zod';
import { MAX_NOTE_CHARACTERS } from './rules';

const id = z.uuid();
const text = z
  .string()
  .refine((value) => value.trim() !== '', { error: 'Write a note first.' })
  .refine((value) => value.length <= MAX_NOTE_CHARACTERS, {
    error: `This note is too long. The limit is ${MAX_NOTE_CHARACTERS} characters.`,
  });

export const conversationNotesInput = z.object({ conversationId: id });
export const nothingInput = z.object({});

export const writeNoteInput = z.strictObject({
  conversationId: id,
  /** Made by the browser once per intent. */
  clientId: id,
  text,
});
export type WriteNoteInput = z.infer<typeof writeNoteInput>;

export const editNoteInput = z.strictObject({ noteId: id, text });
export type EditNoteInput = z.infer<typeof editNoteInput>;

export const noteIdInput = z.strictObject({ noteId: id });
export type NoteIdInput = z.infer<typeof noteIdInput>;

export const seeMentionsInput = z.strictObject({ conversationId: id });
export type SeeMentionsInput = z.infer<typeof seeMentionsInput>;
