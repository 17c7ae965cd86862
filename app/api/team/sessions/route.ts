import { route } from '@/lib/server/route';
import { nothing } from '@/lib/team/schema';
import { listSessions } from '@/lib/team/session-queries';

export const GET = route(nothing, listSessions);
