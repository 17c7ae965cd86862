import { describe, expect, it } from 'vitest';
import { checkHeaders, headerProblem } from './email-header-rules';

describe('a header of one’s own', () => {
  it.each(['X-Campaign', 'x-a', 'X-Team-7'])('can be called %s', (name) => {
    expect(headerProblem({ name, value: 'spring' })).toBeNull();
  });

  it.each(['Bcc', 'From', 'Reply-To', 'X', 'X-', 'X-A:', 'X-A\r\nBcc', 'X Campaign', 'X-Ä'])(
    'is never called %j',
    (name) => {
      expect(headerProblem({ name, value: 'spring' })).toMatch(/begins with X-|Only headers/);
    },
  );

  it.each(['', ' ', 'a\r\nBcc: eve@evil.example', 'Frühling', 'x'.repeat(901)])(
    'never holds %j',
    (value) => {
      expect(headerProblem({ name: 'X-Campaign', value })).not.toBeNull();
    },
  );

  it('goes once, trimmed; an empty row is none', () => {
    const headers = [
      { name: ' X-Campaign ', value: ' spring ' },
      { name: '', value: '' },
    ];
    expect(checkHeaders({ headers, replyTo: ' Desk@Ours.example ' })).toEqual({
      more: {
        replyTo: 'desk@ours.example',
        headers: [{ name: 'X-Campaign', value: 'spring' }],
      },
      problem: null,
    });
    const twice = [...headers, { name: 'x-campaign', value: 'b' }];
    expect(checkHeaders({ headers: twice }).problem).toBe('Each header can be set once.');
    expect(checkHeaders({ replyTo: 'desk' }).problem).toBe('“desk” is not an e-mail address.');
    expect(checkHeaders({})).toEqual({ more: {}, problem: null });
  });
});
