import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv-rules';
import { checkFile, MAX_ROWS, refusalText, toReportCsv } from './rules';
import type { ImportAccount } from './types';

const jane: ImportAccount = { id: 'jane', name: 'Jane Ruiz', handle: null, noteCharacters: 20 };
const omar: ImportAccount = {
  id: 'omar',
  name: 'Omar',
  handle: 'omar@acme.test',
  noteCharacters: 300,
};
const check = (text: string, chosen: string | null = 'jane') => {
  const file = checkFile(text, [jane, omar], chosen);
  if (file.problem !== null) throw new Error(file.problem);
  return file;
};

describe('a CSV file', () => {
  it('is read with quotes, line ends in cells, its byte order mark and any separator', () => {
    expect(parseCsv('\ufeffa,"b, ""c""\r\nd"\r\n\r\n"e"')).toEqual([
      { line: 1, cells: ['a', 'b, "c"\r\nd'] },
      { line: 4, cells: ['e'] },
    ]);
    expect(parseCsv('a;b\nc;d')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['c', 'd'] },
    ]);
    expect(parseCsv('a\tb\rc\td')?.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(parseCsv('say "hi",b')).toEqual([{ line: 1, cells: ['say "hi"', 'b'] }]);
    expect(parseCsv('a,"b')).toBeNull();
    expect(parseCsv(' \n,,\n')).toEqual([]);
  });

  it('is kept row by row, each with what to look up or why it is refused', () => {
    const { header, rows } = check(
      [
        'Note,LinkedIn URL,Account',
        'Hello,https://www.linkedin.com/in/ana-ruiz/?x=1,',
        ',https://example.com/in/ana,',
        ',,',
        'Hi,ben-adeyemi,omar@acme.test',
        'Hi,cleo,Nobody here',
        'Far too long for a free one,dora,',
        'Again,ANA-RUIZ,Omar',
        'Hi,   ,',
      ].join('\n'),
    );
    expect(header).toEqual(['Note', 'LinkedIn URL', 'Account']);
    // The empty line is none.
    expect(
      rows.map(({ line, identifier, accountId, reason, detail }) => [
        line,
        identifier,
        accountId,
        reason,
        detail,
      ]),
    ).toEqual([
      [2, 'ana-ruiz', 'jane', null, null],
      [3, null, null, 'not_a_profile', null],
      [5, 'ben-adeyemi', 'omar', null, null],
      [6, 'cleo', null, 'unknown_account', null],
      [7, 'dora', 'jane', 'note_too_long', 'by 7 characters'],
      [8, 'ANA-RUIZ', 'omar', 'duplicate', 'row 2'],
      [9, null, null, 'no_profile', null],
    ]);
    expect(check('url\nana\n', null).rows[0]?.reason).toBe('no_account');
  });

  it('without names of columns is profile, note and account', () => {
    const { header, rows } = check('linkedin.com/in/ana,Hello,Omar\nben');
    expect(header).toBeNull();
    expect(rows).toMatchObject([
      { line: 1, identifier: 'ana', note: 'Hello', accountId: 'omar' },
      { line: 2, identifier: 'ben', note: '', accountId: 'jane' },
    ]);
  });

  it.each([
    ['', 'The file is empty.'],
    ['profile,note\n', 'no rows below'],
    ['name (full), e-mail\nAna,ana@norda.test', 'names no column'],
    ['profile\n"ana', 'never closed'],
    [`profile\n${'ana\n'.repeat(MAX_ROWS + 1)}`, 'Split it'],
  ])('that cannot be taken as a whole says why: %j', (text, words) => {
    const { problem } = checkFile(text, [jane], 'jane');
    expect(problem).toContain(words);
  });

  it('is never read as more than it holds, whatever stands in it', () => {
    const signs = ['"', ',', ';', '\n', '\r', '\t', 'a', ' ', '\ufeff', '=1+1', 'é', '😀'];
    let seed = 7;
    const next = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed;
    };
    for (let round = 0; round < 2_000; round += 1) {
      const length = next() % 30;
      const text = Array.from({ length }, () => signs[next() % signs.length]).join('');
      const records = parseCsv(text);
      if (!records) continue;
      expect(records.flatMap(({ cells }) => cells).join('').length).toBeLessThanOrEqual(
        text.length,
      );
      const lines = records.map(({ line }) => line);
      expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    }
  });
});

it('goes out with what came of each row and its own cells, and runs nothing in a spreadsheet', () => {
  const row = {
    ...{ id: 'r', accountName: null, identifier: null, note: '', person: null },
    ...{ line: 3, state: 'refused' as const, reason: 'not_a_profile' as const, detail: null },
  };
  const csv = toReportCsv({
    header: ['profile'],
    rows: [
      { ...row, cells: ['=HYPERLINK("x")', 'more'] },
      { ...row, line: 4, reason: 'not_planned', detail: 'It waits already.', cells: ['ana'] },
    ],
  });
  expect(csv.split('\r\n')).toEqual([
    '\ufeff"line","state","reason","person","profile","column 2"',
    `"3","refused","This is no address or public name of a LinkedIn profile","","'=HYPERLINK(""x"")","more"`,
    '"4","refused","It waits already.","","ana"',
    '',
  ]);
  expect(refusalText({ reason: null, detail: null })).toBeNull();
  expect(refusalText({ reason: 'duplicate', detail: 'row 2' })).toContain('row 2');
});
