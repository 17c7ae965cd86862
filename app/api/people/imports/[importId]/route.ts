import { getImport } from '@/lib/invitation-imports/queries';
import { importInput } from '@/lib/invitation-imports/schema';
import { route } from '@/lib/server/route';

export const GET = route(importInput, getImport);
