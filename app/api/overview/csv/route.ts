import { exportOverview } from '@/lib/accounts/overview-queries';
import { overviewFiltersSchema } from '@/lib/overview/schema';
import { route } from '@/lib/server/route';

export const GET = route(overviewFiltersSchema, async (ctx, { desc, ...filters }) => {
  const csv = await exportOverview(ctx, { ...filters, isDescending: desc });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="accounts-${day}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
});
