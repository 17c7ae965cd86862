import { describe, expect, it } from 'vitest';
import { CHAT_HOLDS, DEFAULT_PREFERENCES, withDefaults } from './rules';

describe('preferences', () => {
  it('have a default for whatever was not chosen', () => {
    expect(withDefaults({})).toEqual(DEFAULT_PREFERENCES);
    expect(withDefaults({ density: 'compact', receipts: null })).toEqual({
      ...DEFAULT_PREFERENCES,
      density: 'compact',
    });
  });

  it('keep a choice that is false or zero', () => {
    expect(withDefaults({ sendsOnEnter: false, chatHoldSeconds: 0 })).toMatchObject({
      sendsOnEnter: false,
      chatHoldSeconds: 0,
    });
  });

  it('carry nothing of the row besides the choices', () => {
    expect(withDefaults({ memberId: 'x' } as object)).toEqual(DEFAULT_PREFERENCES);
  });

  it('hold a message by default for one of the spans on offer', () => {
    expect(CHAT_HOLDS).toContain(DEFAULT_PREFERENCES.chatHoldSeconds);
  });
});
