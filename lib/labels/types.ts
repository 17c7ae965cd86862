import type { LabelColour, LabelRef } from '@/lib/triage/types';

export type { LabelColour, LabelRef };

/** The labels of the workspace by name, and what the asking member may do with them. */
export interface LabelList {
  labels: LabelRef[];
  canCreate: boolean;
  canManage: boolean;
}

/** By label id, how many conversations of the whole workspace carry it. */
export type LabelUses = Record<string, number>;
