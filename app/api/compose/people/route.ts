import { listPeopleInput } from '@/lib/inbox/schema';
import { listPeople } from '@/lib/inbox/start-queries';
import { route } from '@/lib/server/route';

export const GET = route(listPeopleInput, listPeople);
