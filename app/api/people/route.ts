import { listPeople } from '@/lib/people/queries';
import { listPeopleInput, toPeopleFilter } from '@/lib/people/schema';
import { route } from '@/lib/server/route';

export const GET = route(listPeopleInput, (ctx, { cursor, ...fields }) =>
  listPeople(ctx, { filter: toPeopleFilter(fields), cursor }),
);
