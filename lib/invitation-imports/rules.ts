import { toCsv } from '@/lib/core/csv';
import { identifierOf } from '@/lib/inbox/recipient-rules';
import { type CsvRecord, parseCsv } from './csv-rules';
import type { CheckedRow, ImportAccount, ImportDetail, ImportRefusal, ImportRow } from './types';

export const MAX_ROWS = 500;
export const MAX_FILE_CHARACTERS = 400_000;

const REFUSAL_WORDS: Record<ImportRefusal, string> = {
  no_profile: 'No profile in this row',
  not_a_profile: 'This is no address or public name of a LinkedIn profile',
  duplicate: 'The same person stands in an earlier row',
  unknown_account: 'You have no LinkedIn account of this name to send from',
  no_account: 'No account was named or chosen',
  note_too_long: 'The note is too long for this account',
  nobody: 'LinkedIn shows nobody by this name',
  somebody_else: 'LinkedIn answered with somebody else',
  connected: 'They are connected already',
  no_answer: 'LinkedIn did not answer, several times',
  account_gone: 'The account was removed',
  not_planned: 'Not planned',
};

type Column = 'profile' | 'note' | 'account';

const COLUMN_NAMES: Record<Column, readonly string[]> = {
  profile: [
    'profile',
    'profile url',
    'linkedin',
    'linkedin url',
    'linkedin profile',
    'url',
    'public id',
  ],
  note: ['note', 'message', 'text'],
  account: ['account', 'from', 'sender', 'linkedin account'],
};

type CheckedFile =
  | { problem: null; header: string[] | null; rows: CheckedRow[] }
  /** The file as a whole cannot be taken. */
  | { problem: string };

/**
 * Every row of a file with what is to be looked up, or why it is refused; none is left out. Columns are known by the
 * names in the first line, or else are profile, note and account, in this order.
 */
export function checkFile(
  text: string,
  accounts: readonly ImportAccount[],
  chosenAccountId: string | null,
): CheckedFile {
  const records = parseCsv(text);
  if (!records) return { problem: 'A quote in the file is never closed. Close it and try again.' };
  const [first, ...others] = records;
  if (!first) return { problem: 'The file is empty.' };
  const named = columnsOf(first);
  const isHeader = named !== null;
  // Many a name of a column would do as a public name, so a first line of data is an address or an id.
  if (!isHeader && !isPlainlyProfile(first.cells[0] ?? '')) {
    return {
      problem:
        'The first line names no column “profile”, and it holds no address of a LinkedIn profile. Name the columns profile, note and account.',
    };
  }
  const columns = named ?? { profile: 0, note: 1, account: 2 };
  const body = isHeader ? others : records;
  if (body.length === 0) return { problem: 'The file has no rows below its first line.' };
  if (body.length > MAX_ROWS) {
    return { problem: `The file has ${body.length} rows. Split it: ${MAX_ROWS} go at once.` };
  }
  const lines = new Map<string, number>();
  const rows = body.map((record) => {
    const row = checkRow(record, columns, accounts, chosenAccountId);
    if (row.reason !== null || row.identifier === null) return row;
    const key = row.identifier.toLowerCase();
    const earlier = lines.get(key);
    if (earlier !== undefined) return refused(row, 'duplicate', `row ${earlier}`);
    lines.set(key, row.line);
    return row;
  });
  return { problem: null, header: isHeader ? first.cells : null, rows };
}

function isPlainlyProfile(text: string): boolean {
  const identifier = identifierOf('LINKEDIN', text);
  return identifier !== null && (identifier.kind === 'id' || text.includes('/'));
}

/** Null for a line that names no column of profiles. */
function columnsOf({ cells }: CsvRecord): Record<Column, number> | null {
  const names = cells.map((cell) => cell.trim().toLowerCase().replace(/[_-]+/g, ' '));
  const at = (column: Column) => names.findIndex((name) => COLUMN_NAMES[column].includes(name));
  const profile = at('profile');
  return profile < 0 ? null : { profile, note: at('note'), account: at('account') };
}

function checkRow(
  { line, cells }: CsvRecord,
  columns: Record<Column, number>,
  accounts: readonly ImportAccount[],
  chosenAccountId: string | null,
): CheckedRow {
  const cell = (column: Column) => (cells[columns[column]] ?? '').trim();
  const row = {
    ...{ line, cells, note: cell('note'), identifier: null, accountId: null },
    ...{ reason: null, detail: null },
  };
  const profile = cell('profile');
  if (profile === '') return refused(row, 'no_profile');
  const identifier = identifierOf('LINKEDIN', profile)?.value;
  if (!identifier) return refused(row, 'not_a_profile');
  const known = { ...row, identifier };
  const wanted = cell('account').toLowerCase();
  const account = wanted
    ? accounts.find(({ name, handle }) =>
        [name, handle].some((one) => one?.toLowerCase() === wanted),
      )
    : accounts.find(({ id }) => id === chosenAccountId);
  if (!account) return refused(known, wanted ? 'unknown_account' : 'no_account');
  const excess = row.note.length - account.noteCharacters;
  const whole = { ...known, accountId: account.id };
  return excess > 0 ? refused(whole, 'note_too_long', `by ${excess} characters`) : whole;
}

function refused(row: CheckedRow, reason: ImportRefusal, detail: string | null = null): CheckedRow {
  return { ...row, reason, detail };
}

/** Why a row was refused, in words; null for one that was not. */
export function refusalText({
  reason,
  detail,
}: Pick<ImportRow, 'reason' | 'detail'>): string | null {
  if (reason === null) return null;
  if (reason === 'not_planned' && detail) return detail;
  return detail ? `${REFUSAL_WORDS[reason]}, ${detail}` : REFUSAL_WORDS[reason];
}

/** Every row with what came of it, then its own cells: whoever mends the refused ones has them at hand. */
export function toReportCsv({ header, rows }: Pick<ImportDetail, 'header' | 'rows'>): string {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const names = Array.from({ length: width }, (_, at) => header?.[at] ?? `column ${at + 1}`);
  const lines = rows.map((row) => [
    String(row.line),
    row.state,
    refusalText(row) ?? '',
    row.person?.name ?? '',
    ...row.cells,
  ]);
  return toCsv([['line', 'state', 'reason', 'person', ...names], ...lines]);
}
