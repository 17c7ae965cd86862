import { listLabels } from '@/lib/labels/queries';
import { nothingInput } from '@/lib/labels/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listLabels);
