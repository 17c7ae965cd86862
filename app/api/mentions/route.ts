import { listMentions } from '@/lib/notes/queries';
import { nothingInput } from '@/lib/notes/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listMentions);
