import { z } from 'zod';
import { STATUS_WORDS } from '@/lib/accounts/rules';
import type { ShownStatusCode } from '@/lib/accounts/types';
import { PROVIDERS } from '@/lib/core/providers';
import { OVERVIEW_SORTS } from '@/lib/overview/types';

const statuses = Object.keys(STATUS_WORDS) as ShownStatusCode[];

/** Address parameters of the export; what is not understood counts as not given, as on the page. */
export const overviewFiltersSchema = z.object({
  provider: z.enum(PROVIDERS).nullable().catch(null).default(null),
  owner: z
    .union([z.uuid(), z.literal('none')])
    .nullable()
    .catch(null)
    .default(null),
  status: z.enum(statuses).nullable().catch(null).default(null),
  sort: z.enum(OVERVIEW_SORTS).catch('need').default('need'),
  desc: z
    .string()
    .optional()
    .transform((text) => text === 'true' || text === '1'),
});
