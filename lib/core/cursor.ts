import { AppError } from './errors';
import { isId } from './ids';

/** Position behind a row of a list that is ordered by time and id, both descending. */
export function toCursor(at: Date, id: string): string {
  return btoa(`${at.getTime()} ${id}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Throws `invalid_input` for a text that `toCursor` has not made. */
export function fromCursor(cursor: string): { at: Date; id: string } {
  const [ms, id] = decode(cursor).split(' ');
  const at = new Date(Number(ms));
  if (!isId(id) || Number.isNaN(at.getTime())) {
    throw new AppError('invalid_input', 'This page of the list is not known. Start at the top.');
  }
  return { at, id };
}

/** By what browsers have too, because the list reads where a page ends. Anything else gives ''. */
function decode(cursor: string): string {
  try {
    return atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
