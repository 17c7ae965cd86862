const MAX_LENGTH = 254;
/** What mail systems of today deliver to: no quotes, comments, lists or letters outside ASCII. */
const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Two spellings of an address that reach the same mailbox are one person; nothing is checked. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * The one spelling under which an address is stored and looked up, or null when it is none. Characters
 * that only look like `@` become one before it is checked, so that an address cannot turn into two
 * later, in a mail header (Z8).
 */
export function normaliseEmail(text: string): string | null {
  const address = text.normalize('NFKC').trim().toLowerCase();
  return address.length <= MAX_LENGTH && ADDRESS.test(address) ? address : null;
}
