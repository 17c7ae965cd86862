import { z } from 'zod';
import { getAccount } from '@/lib/accounts/queries';
import { route } from '@/lib/server/route';

// Not a UUID: an id that is none is a thing that does not exist, not a mistake to explain.
export const GET = route(z.object({ accountId: z.string() }), (ctx, input) =>
  getAccount(ctx, input),
);
