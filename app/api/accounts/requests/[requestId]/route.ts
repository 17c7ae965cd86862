import { z } from 'zod';
import { getConnectRequest } from '@/lib/connect/queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({ requestId: z.string() }), (ctx, input) =>
  getConnectRequest(ctx, input),
);
