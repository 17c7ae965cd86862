import { route } from '@/lib/server/route';
import { listTeammates } from '@/lib/triage/queries';
import { listTeammatesInput } from '@/lib/triage/schema';

export const GET = route(listTeammatesInput, listTeammates);
