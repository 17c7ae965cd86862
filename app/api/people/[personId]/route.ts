import { getPerson } from '@/lib/people/person-queries';
import { personInput } from '@/lib/people/schema';
import { route } from '@/lib/server/route';

export const GET = route(personInput, getPerson);
