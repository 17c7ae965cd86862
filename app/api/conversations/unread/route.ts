import { nothingInput } from '@/lib/inbox/schema';
import { tallyUnread } from '@/lib/inbox/view-queries';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, tallyUnread);
