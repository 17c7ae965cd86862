import { z } from 'zod';
import { listAccounts } from '@/lib/accounts/queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({}), (ctx) => listAccounts(ctx));
