import { AppError } from './errors';
import { isId } from './ids';

/** Position behind a row of a list that is ordered by time and id, both descending. */
export function toCursor(at: Date, id: string): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url');
}

/** Throws `invalid_input` for a text that `toCursor` has not made. */
export function fromCursor(cursor: string): { at: Date; id: string } {
  const [ms, id] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(Number(ms));
  if (!isId(id) || Number.isNaN(at.getTime())) {
    throw new AppError('invalid_input', 'This page of the list is not known. Start at the top.');
  }
  return { at, id };
}
