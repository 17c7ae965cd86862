import { exportPerson } from '@/lib/erasure/export-mutations';
import { exportPersonInput } from '@/lib/erasure/schema';
import { jsonFile } from '@/lib/server/download';
import { route } from '@/lib/server/route';

export const GET = route(exportPersonInput, async (ctx, input) =>
  jsonFile('person', await exportPerson(ctx, input)),
);
