import { describe, expect, it } from 'vitest';
import { verifiedEmailOf } from './providers';

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad';

describe('the address that a provider vouches for', () => {
  it('counts at Google only when Google verified it', () => {
    const email = 'Ana@Norda.com';
    expect(verifiedEmailOf('google', { email, email_verified: true }, 'common')).toBe(
      'ana@norda.com',
    );
    for (const email_verified of [false, undefined, 'true', 1, null]) {
      expect(verifiedEmailOf('google', { email, email_verified }, 'common')).toBeNull();
    }
  });

  it('does not count when any Microsoft directory could have written it', () => {
    const email = 'ana@norda.com';
    for (const tenant of ['common', 'organizations']) {
      expect(verifiedEmailOf('microsoft', { email, tid: TENANT }, tenant)).toBeNull();
      expect(
        verifiedEmailOf('microsoft', { email, tid: TENANT, email_verified: true }, tenant),
      ).toBeNull();
      expect(verifiedEmailOf('microsoft', { email, xms_edov: '0' }, tenant)).toBeNull();
    }
  });

  it('counts at Microsoft from the own directory, a personal account or a verified domain', () => {
    const email = 'ana@norda.com';
    expect(verifiedEmailOf('microsoft', { email, tid: TENANT }, TENANT)).toBe(email);
    expect(verifiedEmailOf('microsoft', { email, tid: PERSONAL }, 'common')).toBe(email);
    for (const xms_edov of [true, 1, '1', 'true']) {
      expect(verifiedEmailOf('microsoft', { email, tid: TENANT, xms_edov }, 'common')).toBe(email);
    }
  });

  it('is null for what is no single address', () => {
    for (const email of [undefined, 7, ['ana@norda.com'], 'ana@norda.com,eve@evil.example', '']) {
      expect(verifiedEmailOf('google', { email, email_verified: true }, 'common')).toBeNull();
    }
  });
});
