import { listNotes } from '@/lib/notes/queries';
import { conversationNotesInput } from '@/lib/notes/schema';
import { route } from '@/lib/server/route';

export const GET = route(conversationNotesInput, listNotes);
