/**
 * True when a database error comes from the constraint or unique index of this name, however deep the
 * query builder has wrapped it. A race that the database settles is an expected outcome.
 */
export function isViolationOf(error: unknown, constraint: string): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('constraint' in current && current.constraint === constraint) return true;
  }
  return false;
}
