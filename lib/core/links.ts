export type TextPart = { text: string; href: string | null };

// Only what is plainly an address: words with a dot are left alone, because a wrong link is worse.
const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/giu;
const TRAILING = /[.,;:!?…)\]}»”’]+$/u;

/** A message as text and links. Punctuation after an address is not part of it. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const push = (part: string, href: string | null) => {
    if (part) parts.push({ text: part, href });
  };
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    if (!isWebAddress(address)) continue;
    push(text.slice(end, match.index), null);
    push(address, address);
    end = match.index + address.length;
  }
  push(text.slice(end), null);
  return parts;
}

/** The host that a link leads to, as the browser reads it: a look-alike shows as `xn--…`. */
export function hostOf(href: string): string {
  return new URL(href).host;
}

function trimAddress(address: string): string {
  const trimmed = address.replace(TRAILING, '');
  // A closing bracket that was opened inside belongs to the address: /wiki/Ana_(name)
  const isBalanced = address[trimmed.length] === ')' && trimmed.includes('(');
  return isBalanced ? `${trimmed})` : trimmed;
}

function isWebAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).hostname !== '';
}
