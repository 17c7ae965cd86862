import { listMailFolders } from '@/lib/emails/folder-queries';
import { nothingInput } from '@/lib/emails/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listMailFolders);
