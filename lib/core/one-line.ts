/**
 * Names and subjects come from people: no line end may start a header or a paragraph of its own, and no
 * mark of direction may turn the text around it. Blanks in a row become one.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
