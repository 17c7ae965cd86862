import { exportPeople } from '@/lib/people/queries';
import { peopleFilterInput, toPeopleFilter } from '@/lib/people/schema';
import { route } from '@/lib/server/route';

export const GET = route(peopleFilterInput, async (ctx, fields) => {
  const csv = await exportPeople(ctx, { filter: toPeopleFilter(fields) });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="people-${day}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
});
