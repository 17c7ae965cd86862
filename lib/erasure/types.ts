import type { StoredErasureCounts } from '@/db/schema';

/** An erasure as the workspace's admins see it; times are ISO 8601. */
export interface ErasureRow {
  id: string;
  requestedAt: string;
  requestedByName: string;
  /** Null while it is under way. */
  finishedAt: string | null;
  counts: StoredErasureCounts | null;
}
