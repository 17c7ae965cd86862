import { AppError, type ErrorCode } from './errors';
import { newId } from './ids';

/** What a person is told when something did not work. `reference` finds the entry in the log. */
export interface Problem {
  code: ErrorCode;
  message: string;
  fields: Readonly<Record<string, string>>;
  reference: string;
}

export type Result<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/** The sentence of an AppError, or a fixed one: an unknown error never shows its own words. */
export function toProblem(error: unknown): Problem {
  const reference = newId();
  if (error instanceof AppError && error.code !== 'internal') {
    return { code: error.code, message: error.message, fields: error.fields, reference };
  }
  return {
    code: 'internal',
    message: 'Something failed on our side. Nothing you entered is lost.',
    fields: {},
    reference,
  };
}
