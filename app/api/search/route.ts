import { search } from '@/lib/search/queries';
import { searchInput } from '@/lib/search/schema';
import { route } from '@/lib/server/route';

export const GET = route(searchInput, search);
