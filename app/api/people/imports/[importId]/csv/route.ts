import { exportImport } from '@/lib/invitation-imports/queries';
import { importInput } from '@/lib/invitation-imports/schema';
import { route } from '@/lib/server/route';

export const GET = route(importInput, async (ctx, input) => {
  const csv = await exportImport(ctx, input);
  const day = new Date().toISOString().slice(0, 10);
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="import-${day}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
});
