import { listInboxAccounts } from '@/lib/inbox/queries';
import { nothingInput } from '@/lib/inbox/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothingInput, listInboxAccounts);
