import { listSavedViews } from '@/lib/saved-views/queries';
import { nothingInput } from '@/lib/saved-views/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listSavedViews);
