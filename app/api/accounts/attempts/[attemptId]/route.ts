import { z } from 'zod';
import { getAttempt } from '@/lib/custom-auth/queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({ attemptId: z.string() }), (ctx, input) =>
  getAttempt(ctx, input),
);
