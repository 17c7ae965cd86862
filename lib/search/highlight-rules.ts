import type { SearchTerm, TextPart } from './types';

const BEFORE_HIT = 30;
const SNIPPET_CHARACTERS = 160;

// The same characters as in search_fold (migration 0003): scripts without spaces, and emoji.
const STANDS_ALONE =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u;
/** Letters that Unicode does not take apart, and the database does. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

interface Word {
  text: string;
  /** Place in the original, end exclusive. */
  from: number;
  to: number;
}

/** The text in pieces, with every place marked that a term matches. Whatever it holds stays text. */
export function markHits(text: string, terms: readonly SearchTerm[]): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const { from, to } of hitsIn(text, terms)) {
    if (from > done) parts.push({ text: text.slice(done, from), isHit: false });
    parts.push({ text: text.slice(from, to), isHit: true });
    done = to;
  }
  if (done < text.length) parts.push({ text: text.slice(done), isHit: false });
  return parts;
}

/** One line around the first place that matches. */
export function snippetOf(text: string, terms: readonly SearchTerm[]): TextPart[] {
  const line = text.replace(/\s+/g, ' ').trim();
  const first = hitsIn(line, terms)[0]?.from ?? 0;
  const from = first <= BEFORE_HIT ? 0 : startOfWord(line, first - BEFORE_HIT);
  const cut = wholeCharacters(line.slice(from, from + SNIPPET_CHARACTERS));
  const parts = markHits(cut, terms);
  if (from > 0) parts.unshift({ text: '…', isHit: false });
  if (from + cut.length < line.length) parts.push({ text: '…', isHit: false });
  return parts;
}

function startOfWord(line: string, near: number): number {
  const space = line.indexOf(' ', near);
  const start = space >= 0 && space - near < BEFORE_HIT ? space + 1 : near;
  return isLowSurrogate(line, start) ? start - 1 : start;
}

function wholeCharacters(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

function isLowSurrogate(text: string, index: number): boolean {
  return /[\udc00-\udfff]/.test(text.charAt(index));
}

/** Places that match, in order, joined where they overlap. */
function hitsIn(text: string, terms: readonly SearchTerm[]): { from: number; to: number }[] {
  const words = wordsOf(text);
  const hits: { from: number; to: number }[] = [];
  for (const term of terms) {
    const wanted = wordsOf(term.text).map((word) => word.text);
    if (wanted.length === 0) continue;
    for (let index = 0; index + wanted.length <= words.length; index++) {
      const isMatch = wanted.every((want, step) => {
        const found = words[index + step]?.text ?? '';
        const mayGoOn = term.isPrefix && step === wanted.length - 1;
        return mayGoOn ? found.startsWith(want) : found === want;
      });
      const first = words[index];
      const last = words[index + wanted.length - 1];
      if (isMatch && first && last) hits.push({ from: first.from, to: last.to });
    }
  }
  hits.sort((one, two) => one.from - two.from || two.to - one.to);
  const joined: { from: number; to: number }[] = [];
  for (const hit of hits) {
    const last = joined.at(-1);
    if (last && hit.from <= last.to) last.to = Math.max(last.to, hit.to);
    else joined.push({ ...hit });
  }
  return joined;
}

/** Words as the database sees them: lower case, without accents, each with its place. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let current: Word | null = null;
  let at = 0;
  for (const character of text) {
    const from = at;
    at += character.length;
    const isAlone = STANDS_ALONE.test(character);
    const folded = isAlone ? character : fold(character);
    if (isAlone) {
      words.push({ text: folded, from, to: at });
      current = null;
    } else if (folded === '') {
      // A mark on the letter before it.
      if (current) current.to = at;
    } else if (/[\p{L}\p{N}]/u.test(folded)) {
      if (current) {
        current.text += folded;
        current.to = at;
      } else {
        current = { text: folded, from, to: at };
        words.push(current);
      }
    } else {
      current = null;
    }
  }
  return words;
}

function fold(character: string): string {
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return LETTERS[plain] ?? plain;
}

/** For comparing two texts: lower case, without accents. */
export function foldText(text: string): string {
  return [...text].map(fold).join('');
}

/** Whether there is anything in it that could be found. */
export function hasWords(text: string): boolean {
  return wordsOf(text).length > 0;
}
