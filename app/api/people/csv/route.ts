import { exportPeople } from '@/lib/people/queries';
import { peopleFilterInput, toPeopleFilter } from '@/lib/people/schema';
import { csvFile } from '@/lib/server/download';
import { route } from '@/lib/server/route';

export const GET = route(peopleFilterInput, async (ctx, fields) =>
  csvFile('people', await exportPeople(ctx, { filter: toPeopleFilter(fields) })),
);
