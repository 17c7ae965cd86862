import type { Density } from '@/lib/preferences/types';

/** Heights of a row in px. Fixed, so that the place of every row is known without drawing it. */
export const ROW_HEIGHTS: Record<Density, number> = { comfortable: 72, cosy: 60, compact: 36 };
