import { exportImport } from '@/lib/invitation-imports/queries';
import { importInput } from '@/lib/invitation-imports/schema';
import { csvFile } from '@/lib/server/download';
import { route } from '@/lib/server/route';

export const GET = route(importInput, async (ctx, input) =>
  csvFile('import', await exportImport(ctx, input)),
);
