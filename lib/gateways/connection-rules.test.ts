import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/core/time';
import { GATEWAY_DIALECTS } from '@/lib/gateway/create-client';
import {
  addressAfterChoice,
  connectionProblem,
  DIALECT_NAMES,
  webhookState,
} from './connection-rules';
import { addConnectionInput } from './schema';

const NOW = Date.parse('2026-11-27T12:00:00Z');

it('every dialect of the client can be chosen, and no other', () => {
  expect(Object.keys(DIALECT_NAMES).sort()).toEqual([...GATEWAY_DIALECTS].sort());
});

it('the address of a dialect that has but one is offered, and takes nothing away that was typed', () => {
  const offered = addressAfterChoice('', 'unipile-v2');
  expect(offered).toMatch(/^https:/);
  expect(addressAfterChoice(offered, 'unipile-v1')).toBe('');
  expect(addressAfterChoice('api1.x.com:13111', 'unipile-v2')).toBe('api1.x.com:13111');
});

describe('the webhooks of a connection', () => {
  it.each([
    [null, null, 'unknown'],
    [NOW - HOUR_MS, null, 'registered'],
    [NOW - 3 * HOUR_MS, null, 'unknown'],
    // What came in proves more than a list that nobody could read again.
    [NOW - 3 * HOUR_MS, NOW - 5 * HOUR_MS, 'verified'],
    [null, NOW, 'verified'],
  ] as const)('checked at %s, heard at %s, are %s', (checkedAtMs, echoAtMs, state) => {
    expect(webhookState({ checkedAtMs, echoAtMs }, NOW)).toBe(state);
  });
});

it('a failure of a connection is told in a sentence, one of next year as well', () => {
  expect(connectionProblem(null)).toBeNull();
  const codes = ['key_refused', 'not_reached', 'timeout', 'garbage', 'unexpected', 'of_next_year'];
  for (const code of codes) expect(connectionProblem(code)).toMatch(/^[A-Z].+\.$/);
});

describe('what is typed in', () => {
  const typed = { name: 'Main', dialect: 'unipile-v1', baseUrl: ' api1.x.com:13111 ', apiKey: 'k' };
  const problemsOf = (over: object) => {
    const parsed = addConnectionInput.safeParse({ ...typed, ...over });
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('loses the blanks around it, which come with what is pasted', () => {
    const parsed = addConnectionInput.parse({ ...typed, apiKey: '\tab+/=\r\n', name: ' A \n B ' });
    expect(parsed).toMatchObject({ apiKey: 'ab+/=', name: 'A B', baseUrl: 'api1.x.com:13111' });
  });

  it.each([
    [{ name: '\u200b' }, 'name'],
    [{ name: 'x'.repeat(61) }, 'name'],
    [{ apiKey: '' }, 'apiKey'],
    [{ apiKey: 'two words' }, 'apiKey'],
    [{ apiKey: 'k\u00e9y' }, 'apiKey'],
    [{ apiKey: 'x'.repeat(1001) }, 'apiKey'],
    [{ baseUrl: ' ' }, 'baseUrl'],
    [{ dialect: 'soap' }, 'dialect'],
  ])('is refused as %j', (over, field) => {
    expect(problemsOf(over)).toContain(field);
  });
});
