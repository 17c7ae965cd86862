/**
 * Text that Postgres takes in `text` and `jsonb`: without NUL, and with U+FFFD for each lone
 * surrogate. Both reach us inside valid JSON (`\u0000`, `\ud800`) and would fail the whole insert.
 */
export function toStorableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}
