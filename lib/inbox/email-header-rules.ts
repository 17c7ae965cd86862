import { normaliseEmail } from '@/lib/core/email';

/** A header that a person adds to an e-mail. */
export interface CustomHeader {
  name: string;
  value: string;
}

export const MAX_HEADERS = 10;
const MAX_NAME_CHARACTERS = 70;
/** RFC 5322 allows a line of 998, name and colon among them. */
const MAX_VALUE_CHARACTERS = 900;
const NAME = /^x-[a-z0-9-]+$/i;
/** Printable ASCII: everything else would have to be encoded, and a line break begins another header. */
const VALUE = /^[\x20-\x7e]+$/;

/** What stands against a header, as a sentence; null for one that can be set. */
export function headerProblem({ name, value }: CustomHeader): string | null {
  const said = name.trim();
  if (said === '') return 'Give the header a name that begins with X-.';
  if (!NAME.test(said) || said.length > MAX_NAME_CHARACTERS) {
    return `“${said}” cannot be set. Only headers whose name begins with X-, of letters, digits and hyphens, can.`;
  }
  if (value.trim() === '') return `Give ${said} a value.`;
  if (!VALUE.test(value.trim()) || value.length > MAX_VALUE_CHARACTERS) {
    return `${said} takes one line of up to ${MAX_VALUE_CHARACTERS} letters, digits and signs without accents.`;
  }
  return null;
}

/** What stands against the address that answers go to; null for one that can be used. */
export function replyToProblem(address: string): string | null {
  return normaliseEmail(address) ? null : `“${address.trim()}” is not an e-mail address.`;
}

/**
 * What a person adds to an e-mail beside its people, in the form in which it is sent; what is empty is left out.
 * Returns what stands against it where it cannot be.
 */
export function checkHeaders({
  replyTo = '',
  headers = [],
}: {
  replyTo?: string;
  headers?: readonly CustomHeader[];
}): { more: { replyTo?: string; headers?: CustomHeader[] }; problem: string | null } {
  const named = headers
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' || value !== '');
  const address = replyTo.trim() === '' ? null : normaliseEmail(replyTo);
  const names = new Set(named.map(({ name }) => name.toLowerCase()));
  const problem =
    named.map(headerProblem).find((one) => one !== null) ??
    (replyTo.trim() === '' ? null : replyToProblem(replyTo)) ??
    (named.length > MAX_HEADERS ? `An e-mail takes up to ${MAX_HEADERS} such headers.` : null) ??
    (names.size < named.length ? 'Each header can be set once.' : null);
  const more = {
    ...(address && { replyTo: address }),
    ...(named.length > 0 && { headers: named }),
  };
  return { more: problem ? {} : more, problem };
}
