/** One record of a file; a quoted cell may hold line ends, so the line is that of its first character. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** Records of a file of RFC 4180, or null where a quote is never closed: what is meant then nobody can say. */
export function parseCsv(text: string): CsvRecord[] | null {
  const source = text.replace(/^\ufeff/, '');
  const separator = separatorOf(source);
  const records: CsvRecord[] = [];
  let [cells, cell, line, start]: [string[], string, number, number] = [[], '', 1, 1];
  let isQuoted = false;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRecord = () => {
    endCell();
    // A line of nothing is no record.
    if (cells.some((one) => one.trim() !== '')) records.push({ line: start, cells });
    cells = [];
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '\n') line += 1;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (sign === separator) endCell();
    else if (sign === '\n' || (sign === '\r' && source[at + 1] !== '\n')) {
      endRecord();
      start = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (isQuoted) return null;
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}

/** Spreadsheets of many countries write semicolons, and what is copied from one has tabs. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}
