import { listConnectionChoices } from '@/lib/gateways/connection-queries';
import { nothingInput } from '@/lib/gateways/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listConnectionChoices);
