'use server';

import { action } from '@/lib/server/action';
import { deleteNote, editNote, restoreNote, seeMentions, writeNote } from './mutations';
import { editNoteInput, noteIdInput, seeMentionsInput, writeNoteInput } from './schema';

export const writeNoteAction = action(writeNoteInput, writeNote);
export const editNoteAction = action(editNoteInput, editNote);
export const deleteNoteAction = action(noteIdInput, deleteNote);
export const restoreNoteAction = action(noteIdInput, restoreNote);
export const seeMentionsAction = action(seeMentionsInput, seeMentions);
