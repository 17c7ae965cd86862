import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBody, reasonText } from './rules';

describe('a masked body', () => {
  it('keeps structure and protocol words, and nothing that people wrote', () => {
    const masked = maskBody({
      event: 'message_received',
      message: 'Hi',
      is_sender: false,
      sender: { attendee_name: 'Mira', attendee_provider_id: 'ACo' },
      attachments: [{ file_name: 'plan.pdf', type: 'file' }],
    });
    expect(masked).toEqual({
      event: 'message_received',
      message: '(2 characters)',
      is_sender: false,
      sender: { attendee_name: '(4 characters)', attendee_provider_id: '(3 characters)' },
      attachments: [{ file_name: '(8 characters)', type: 'file' }],
    });
  });

  it('shows the word of an account status, which stands in a field that else holds text', () => {
    const body = { AccountStatus: { account_id: 'a', message: 'CREDENTIALS' } };
    expect(maskBody(body)).toEqual(body);
  });

  it('never holds a text of the body, whatever its shape', () => {
    const secret = 'secret words of a person';
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, key) => {
        const body = { value, [key]: secret, list: [secret, { [secret]: secret }] };
        const text = JSON.stringify(maskBody(body));
        if (key !== 'event') expect(text.includes(secret)).toBe(false);
      }),
    );
  });
});

describe('reasons', () => {
  it('are sentences, also for a code of a later version', () => {
    expect(reasonText('unknown_account')).toMatch(/\.$/);
    expect(reasonText('later_reason')).toBe('later_reason');
    expect(reasonText('constructor')).toBe('constructor');
  });
});
