import { getPreferences } from '@/lib/preferences/queries';
import { nothingInput } from '@/lib/preferences/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, (ctx) => getPreferences(ctx));
