import { z } from 'zod';
import { getIncident } from '@/lib/accounts/incident-queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({ incidentId: z.string() }), (ctx, input) =>
  getIncident(ctx, input),
);
