import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it, vi } from 'vitest';
import { errorFields, logConsole } from './log';

const CANARY = 'what somebody wrote $& $1';

function refusedValue() {
  const message = `invalid input syntax for type json: "${CANARY}"`;
  return Object.assign(new Error(message), { severity: 'ERROR', code: '22P02', detail: CANARY });
}

describe('what is logged of an error', () => {
  it('a failed query keeps its text and where it came from, and loses its values', () => {
    const error = new DrizzleQueryError(
      'insert into messages values ($1)',
      [CANARY],
      refusedValue(),
    );
    const fields = errorFields(error);
    expect(JSON.stringify(fields)).not.toContain('somebody wrote');
    expect(fields.stack).toMatch(
      /^Error: Failed query: insert into messages values \(\$1\)\n +at /,
    );
    expect(fields.cause).toMatchObject({
      code: '22P02',
      stack: expect.stringMatching(/^Error: Value refused by the database\n +at /),
    });
  });

  it('other errors of the database say what is wrong', () => {
    const error = Object.assign(new Error('relation "x" does not exist'), {
      severity: 'ERROR',
      code: '42P01',
    });
    expect(errorFields(error).stack).toContain('relation "x" does not exist');
  });

  it('what a library prints goes the same way', () => {
    const target = { error: vi.fn(), warn: vi.fn() };
    const to = { error: vi.fn(), warn: vi.fn() };
    logConsole(target, to);
    target.error(' ⨯', new DrizzleQueryError('select $1', [CANARY]), { text: CANARY });
    target.warn('old', 'setting');
    expect(to.error).toHaveBeenCalledWith(
      expect.objectContaining({ error: 'Error', words: ' ⨯' }),
      'console.error',
    );
    expect(JSON.stringify(to.error.mock.calls)).not.toContain('somebody wrote');
    expect(to.warn).toHaveBeenCalledWith({ words: 'old setting' }, 'console.warn');
  });
});
