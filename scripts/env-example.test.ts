import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleProblems } from './env-example';

const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8');

it('finds nothing in ours', () => {
  expect(exampleProblems(example)).toEqual([]);
});

it.each([
  ['a missing variable', /^# PORT=.*\n/m, '', 'PORT is missing'],
  ['another default', /^# PORT=.*$/m, '# PORT=3001', 'PORT shows another value than the default'],
  ['a set default', /^# PORT=/m, 'PORT=', 'PORT has a default, so it must be commented'],
  [
    'a secret with a value',
    /^AUTH_SECRET=$/m,
    'AUTH_SECRET=x',
    'AUTH_SECRET has no default, so it',
  ],
  ['an unknown one', /^SMTP_URL=$/m, 'SMTP_URL=\nSMTP_ULR=', 'SMTP_ULR is not in the schema'],
  ['a double', /^SMTP_URL=$/m, 'SMTP_URL=\nSMTP_URL=', 'SMTP_URL stands there twice'],
])('finds %s', (_title, pattern, replacement, problem) => {
  const changed = example.replace(pattern, replacement);
  expect(changed).not.toBe(example);
  expect(exampleProblems(changed).join('\n')).toContain(problem);
  expect(exampleProblems(changed)).toHaveLength(1);
});
