import { listConversations } from '@/lib/inbox/queries';
import { listConversationsInput } from '@/lib/inbox/schema';
import { route } from '@/lib/server/route';

export const GET = route(listConversationsInput, listConversations);
