import { exportOverview } from '@/lib/accounts/overview-queries';
import { overviewFiltersSchema } from '@/lib/overview/schema';
import { csvFile } from '@/lib/server/download';
import { route } from '@/lib/server/route';

export const GET = route(overviewFiltersSchema, async (ctx, { desc, ...filters }) =>
  csvFile('accounts', await exportOverview(ctx, { ...filters, isDescending: desc })),
);
