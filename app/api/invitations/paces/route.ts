import { listPaces } from '@/lib/invitations/plan-queries';
import { nothingInput } from '@/lib/invitations/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listPaces);
