import { describe, expect, it } from 'vitest';
import { mintMemberScope } from '@/lib/auth/scope';
import { imageUrl, requireImageSignature } from './queries';
import { imageInput } from './schema';

const MESSAGE = '0190a000-0000-7000-8000-000000000001';
const OTHER_MESSAGE = '0190a000-0000-7000-8000-000000000002';
const PICTURE = 'https://x.test/a.png?b=1&c="2"';
const scopeOf = (memberId: string) =>
  mintMemberScope({ memberId, userId: 'u', workspaceId: 'w', sessionId: 's', role: 'member' });
const ana = scopeOf('ana');
const inputOf = (path: string) =>
  imageInput.parse(Object.fromEntries(new URL(path, 'http://us.test').searchParams));
const allows = (scope: typeof ana, input: ReturnType<typeof inputOf>) => {
  try {
    requireImageSignature(scope, input);
    return true;
  } catch {
    return false;
  }
};

describe('who may have a picture fetched (N2)', () => {
  const good = inputOf(imageUrl(ana, MESSAGE, PICTURE));

  it('is the member for whom the address was made', () => expect(allows(ana, good)).toBe(true));
  it('is nobody without a signature', () => {
    expect(imageInput.safeParse({ m: MESSAGE, u: PICTURE }).success).toBe(false);
    expect(allows(ana, { ...good, s: '' })).toBe(false);
  });
  it('is nobody with a wrong one', () => {
    expect(
      allows(ana, { ...good, s: `${good.s.slice(0, -1)}${good.s.endsWith('A') ? 'B' : 'A'}` }),
    ).toBe(false);
  });
  it('is no other member', () => expect(allows(scopeOf('bo'), good)).toBe(false));
  it('does not hold for another picture or another e-mail', () => {
    expect(allows(ana, { ...good, u: 'https://x.test/b.png' })).toBe(false);
    expect(allows(ana, { ...good, m: OTHER_MESSAGE })).toBe(false);
  });
});
