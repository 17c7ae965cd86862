import { getThreadInput } from '@/lib/inbox/schema';
import { getThread } from '@/lib/inbox/thread-queries';
import { route } from '@/lib/server/route';

export const GET = route(getThreadInput, getThread);
