import { z } from 'zod';
import { findPersonOfConversation } from '@/lib/people/person-queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({ conversationId: z.uuid() }), findPersonOfConversation);
