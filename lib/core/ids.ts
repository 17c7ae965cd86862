import { v7, validate } from 'uuid';

/** A new time-ordered id (UUID v7): keys of neighbouring rows stay close together in an index. */
export function newId(): string {
  return v7();
}

/** True for any UUID; guards `uuid` columns against text that Postgres would refuse with an error. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}
