import { ApiError, invalid, missing } from './errors';

/** A JSON object of a request, before anything is known about its fields. */
export type Fields = Record<string, unknown>;

/** The body as a JSON object; 400 `malformed_request` when it is none. */
export async function readJson(request: Request): Promise<Fields> {
  const type = request.headers.get('content-type') ?? '';
  const text = await request.text();
  if (!type.includes('json')) {
    throw new ApiError(400, 'malformed_request', 'The body must be JSON with its content type');
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value;
  } catch {
    // Falls through: text that is not JSON and JSON that is not an object get the same answer.
  }
  throw new ApiError(400, 'malformed_request', 'The body is not a JSON object');
}

/** The body as a form; the messaging routes take multipart, and plain forms as well. */
export async function readForm(request: Request): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  if (
    !type.includes('multipart/form-data') &&
    !type.includes('application/x-www-form-urlencoded')
  ) {
    throw new ApiError(400, 'malformed_request', 'The body must be multipart/form-data');
  }
  try {
    return await request.formData();
  } catch {
    throw new ApiError(400, 'malformed_request', 'The form cannot be read');
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that must be there and not be empty. */
export function requireText(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw missing(name);
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '')
    throw invalid(`${name} must be a non-empty string`);
  return value;
}

/** One of the values, or undefined when absent. */
export function optionalChoice<T extends string>(
  fields: Fields,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = optionalText(fields, name);
  if (value === undefined) return undefined;
  const choice = choices.find((item) => item === value);
  if (choice === undefined) throw invalid(`${name} must be one of ${choices.join(', ')}`);
  return choice;
}

export function requireChoice<T extends string>(
  fields: Fields,
  name: string,
  choices: readonly T[],
): T {
  const choice = optionalChoice(fields, name, choices);
  if (choice === undefined) throw missing(name);
  return choice;
}

export function optionalFlag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalid(`${name} must be true or false`);
}

export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) throw invalid(`${name} must be a number`);
  return number;
}

export function textList(fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw invalid(`${name} must be a list`);
  return value.map((item) => {
    if (typeof item !== 'string' || item === '') throw invalid(`${name} must hold strings`);
    return item;
  });
}

export function httpUrl(fields: Fields, name: string): string | undefined {
  const value = optionalText(fields, name);
  if (value === undefined) return undefined;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw invalid(`${name} must be an http or https URL`);
  }
  return value;
}

const utcPattern = /^[1-2]\d{3}-[0-1]\d-[0-3]\dT\d{2}:\d{2}:\d{2}.\d{3}Z$/;

/** A UTC date with milliseconds as epoch milliseconds; the milliseconds are mandatory in v1. */
export function utcDate(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (!utcPattern.test(value) || Number.isNaN(time)) {
    throw invalid(`${name} must be a UTC date written YYYY-MM-DDTHH:MM:SS.sssZ`);
  }
  return time;
}
