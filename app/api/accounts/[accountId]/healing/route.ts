import { z } from 'zod';
import { getHealing } from '@/lib/healing/queries';
import { route } from '@/lib/server/route';

// Not a UUID: an id that is none is a thing that does not exist, not a mistake to explain.
export const GET = route(z.object({ accountId: z.string() }), (ctx, input) =>
  getHealing(ctx, input),
);
