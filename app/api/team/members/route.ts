import { route } from '@/lib/server/route';
import { getTeam } from '@/lib/team/queries';
import { nothing } from '@/lib/team/schema';

export const GET = route(nothing, getTeam);
