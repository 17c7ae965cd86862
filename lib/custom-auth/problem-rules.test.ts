import { describe, expect, it } from 'vitest';
import { errorOfAnswer } from '@/lib/gateway/errors';
import { isWrongCode, reasonOf, wrongAnswerWords } from './problem-rules';

const told = (status: number, type: string | null) => errorOfAnswer(status, { type }, null);

describe('why a sign-in ended', () => {
  it.each([
    [401, 'errors/invalid_credentials', 'wrong_credentials'],
    [408, 'errors/request_timeout', 'expired'],
    [504, 'errors/request_timeout', 'unconfirmed'],
    [409, 'errors/operation_canceled', 'replaced'],
    [409, 'api/conflict', 'replaced'],
    [404, 'api/not_found', 'expired'],
    [404, null, 'expired'],
    [403, 'provider/unknown_authentication_context', 'cannot_be_passed'],
    [401, 'errors/missing_credentials', 'key_refused'],
    [429, 'errors/too_many_requests', 'slow_down'],
    [500, 'errors/unexpected_error', 'unconfirmed'],
    [422, 'errors/something_new', 'refused'],
  ])('%i %s is %s', (status, type, reason) => {
    expect(reasonOf(told(status, type))).toBe(reason);
  });

  it('is not a wrong code, after which the sign-in goes on', () => {
    expect(isWrongCode(told(401, 'errors/invalid_checkpoint_solution'))).toBe(true);
    expect(isWrongCode(told(401, 'provider/invalid_checkpoint_code'))).toBe(true);
    expect(isWrongCode(told(401, 'errors/invalid_credentials'))).toBe(false);
  });
});

describe('an answer that was not right', () => {
  const said = (asked: Parameters<typeof wrongAnswerWords>[0]) =>
    wrongAnswerWords(asked, 'LINKEDIN');

  it('is told by what was asked: a number is no code, and an app gets no newer one', () => {
    expect(said({ type: 'phone' })).toContain('did not take this number');
    expect(said({ type: 'contract' })).toContain('Choose another one');
    expect(said({ type: 'two_factor', source: 'app' })).toContain('that the app shows now');
    expect(said({ type: 'two_factor', source: 'sms' })).toContain('whether a newer one has come');
    expect(said({ type: 'otp' })).toContain('whether a newer one has come');
  });
});
