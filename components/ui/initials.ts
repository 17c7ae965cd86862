const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One or two letters of a name, by grapheme; empty when the name has no letter or number. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s·,()/|]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last].map(firstLetter).join('').toLocaleUpperCase('en');
}

/** A number from 0 to `count` - 1 that is always the same for the same text (FNV-1a). */
export function hashedIndex(text: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % count;
}

function firstLetter(word: string | undefined): string {
  if (!word) return '';
  for (const { segment } of graphemes.segment(word)) {
    if (/[\p{L}\p{N}]/u.test(segment)) return segment;
  }
  return '';
}
