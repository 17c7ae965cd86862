import { z } from 'zod';
import { listImports } from '@/lib/invitation-imports/queries';
import { route } from '@/lib/server/route';

export const GET = route(z.object({}), listImports);
