import { z } from 'zod';
import { listIncidents } from '@/lib/accounts/incident-queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({}), (ctx) => listIncidents(ctx));
