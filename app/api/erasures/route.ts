import { z } from 'zod';
import { listErasures } from '@/lib/erasure/queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({}), listErasures);
