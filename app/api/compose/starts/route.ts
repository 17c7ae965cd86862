import { nothingInput } from '@/lib/inbox/schema';
import { listStarts } from '@/lib/inbox/start-queries';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listStarts);
