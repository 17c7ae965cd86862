import { listPlans } from '@/lib/invitations/plan-queries';
import { listPlansInput } from '@/lib/invitations/schema';
import { route } from '@/lib/server/route';

export const GET = route(listPlansInput, listPlans);
