export const MAX_NOTE_CHARACTERS = 5_000;

/** The longest part of a name that is looked for while somebody types. */
const MAX_QUERY_CHARACTERS = 40;
const WORD = /[\p{L}\p{N}_]/u;

export type NotePart = { text: string; isMention: boolean };

/** A text in pieces: each "@Name" of one of the names by itself. Of two names that fit the longer wins. */
export function noteParts(text: string, names: readonly string[]): NotePart[] {
  const byLength = [...names].filter(Boolean).sort((one, two) => two.length - one.length);
  const parts: NotePart[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < from || WORD.test(text[at - 1] ?? '')) continue;
    const name = byLength.find((one) => isNamedAt(text, at + 1, one));
    if (!name) continue;
    const end = at + 1 + name.length;
    if (at > from) parts.push({ text: text.slice(from, at), isMention: false });
    parts.push({ text: text.slice(at, end), isMention: true });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMention: false });
  return parts;
}

/** Those of the people whom a text names by "@Name". Two of one name are both meant. */
export function mentionedIn<T extends { name: string }>(text: string, people: readonly T[]): T[] {
  const parts = noteParts(
    text,
    people.map(({ name }) => name),
  );
  const said = new Set(
    parts.filter(({ isMention }) => isMention).map((part) => folded(part.text.slice(1))),
  );
  return people.filter(({ name }) => said.has(folded(name)));
}

/** What is being typed behind an "@" right before the caret; null when nothing is. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || WORD.test(text[from - 1] ?? '')) return null;
  const query = text.slice(from + 1, caret);
  if (query.length > MAX_QUERY_CHARACTERS || /\n|^\s/.test(query)) return null;
  return { from, query };
}

/** People of whose name some word begins with the query, for the picker. */
export function matchingPeople<T extends { name: string }>(
  people: readonly T[],
  query: string,
): T[] {
  const wanted = folded(query);
  return people.filter(({ name }) => {
    const own = folded(name);
    return own.startsWith(wanted) || own.includes(` ${wanted}`);
  });
}

function isNamedAt(text: string, at: number, name: string): boolean {
  if (folded(text.slice(at, at + name.length)) !== folded(name)) return false;
  return !WORD.test(text[at + name.length] ?? '');
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('en');
}
