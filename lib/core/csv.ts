/** A file of RFC 4180 with a byte order mark; no cell is run as a formula. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const text = rows.map((cells) => cells.map(toCell).join(',')).join('\r\n');
  return `\ufeff${text}\r\n`;
}

/**
 * One quoted cell. A leading `= + - @`, tab or line end would be run as a formula by a spreadsheet, so
 * an apostrophe is put before it (OWASP CSV injection).
 */
function toCell(text: string): string {
  const isFormula = /^\s*[=+\-@\t\r]/.test(text);
  return `"${isFormula ? "'" : ''}${text.replaceAll('"', '""')}"`;
}
