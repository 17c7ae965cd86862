import { exportPerson } from '@/lib/erasure/export-mutations';
import { personInput } from '@/lib/people/schema';
import { jsonFile } from '@/lib/server/download';
import { route } from '@/lib/server/route';

export const GET = route(personInput, async (ctx, input) =>
  jsonFile('person', await exportPerson(ctx, input)),
);
