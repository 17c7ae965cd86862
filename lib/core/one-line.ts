/**
 * Names and subjects come from people: no line end may start a header or a paragraph of its own, and no
 * mark of direction may turn the text around it. Blanks in a row become one.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** Control and format characters, blanks, and letters and signs that are drawn as nothing. */
const BLANK = /[\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/** The text without blanks around it; null where nobody would see any of it. */
export function visibleName(text: string | null | undefined): string | null {
  return text && text.replace(BLANK, '') !== '' ? text.trim() : null;
}
