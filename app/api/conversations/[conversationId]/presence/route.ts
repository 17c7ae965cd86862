import { listPresent } from '@/lib/presence/queries';
import { listPresentInput } from '@/lib/presence/schema';
import { route } from '@/lib/server/route';

export const GET = route(listPresentInput, listPresent);
