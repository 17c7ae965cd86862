/** SQLSTATE of a server that goes, comes or takes nobody in; class 08 is the connection itself. */
const STATES = /^(08...|57P0[123]|53300)$/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** The driver and its pool say these without a code. */
const SENTENCES =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|Client (was closed|has encountered a connection error) and is not queryable)/;

/**
 * True when the database gave no connection or took it away, so that the same request may succeed in
 * a moment. Looks only into what the query builder wrapped: what an API did not answer has a class of its
 * own around it.
 */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('query' in error && 'params' in error) return isConnectionLoss(error.cause);
  // A host with several addresses refuses at each.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every(isConnectionLoss);
  }
  if (SENTENCES.test(error.message)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return 'severity' in error ? STATES.test(code) : SYSTEM.has(code);
}
