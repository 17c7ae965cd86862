/** Says how many conversations were taken from people who may no longer answer; nothing at none. */
export function lostWords(unassignedCount: number): string | undefined {
  if (unassignedCount === 0) return undefined;
  return unassignedCount === 1
    ? '1 conversation is unassigned now.'
    : `${unassignedCount} conversations are unassigned now.`;
}
