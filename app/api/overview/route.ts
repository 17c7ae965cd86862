import { z } from 'zod';
import { getOverview } from '@/lib/accounts/overview-queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({}), (ctx) => getOverview(ctx));
