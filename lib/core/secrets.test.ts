import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, isSigned, sign } from './secrets';

const v1 = { version: 'v1', key: randomBytes(32) };
const v2 = { version: 'v2', key: randomBytes(32) };

describe('sealed columns', () => {
  it('open with the row they were sealed for and with no other row', () => {
    const sealed = encrypt([v1], 'api-key-canary', 'row-a');
    expect(decrypt([v1], sealed, 'row-a')).toBe('api-key-canary');
    expect(() => decrypt([v1], sealed, 'row-b')).toThrow('cannot be opened');
    expect(sealed).not.toContain('canary');
  });

  it('stay readable after a new key was put in front, and new ones use it', () => {
    const old = encrypt([v1], 'secret', 'row');
    expect(decrypt([v2, v1], old, 'row')).toBe('secret');
    expect(encrypt([v2, v1], 'secret', 'row').startsWith('v2.')).toBe(true);
    expect(() => decrypt([v2], old, 'row')).toThrow('not in the key ring');
  });

  it('refuse a changed byte', () => {
    const sealed = encrypt([v1], 'secret', 'row');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => decrypt([v1], `v1.${bytes.toString('base64url')}`, 'row')).toThrow();
  });

  // LONG=1 makes it a million, which takes twenty seconds.
  it('never use a nonce twice (K1)', { timeout: 120_000 }, () => {
    const count = process.env.LONG === '1' ? 1_000_000 : 100_000;
    const nonces = Array.from({ length: count }, () => {
      const bytes = Buffer.from(encrypt([v1], '', 'row').slice(3), 'base64url');
      return bytes.toString('latin1', 0, 12);
    });
    expect(new Set(nonces).size).toBe(count);
  });
});

describe('signatures', () => {
  it('hold for their purpose and value only', () => {
    const signature = sign('key', 'reconnect', 'id-1');
    expect(isSigned('key', 'reconnect', 'id-1', signature)).toBe(true);
    expect(isSigned('key', 'connect', 'id-1', signature)).toBe(false);
    expect(isSigned('key', 'reconnect', 'id-2', signature)).toBe(false);
    expect(isSigned('other', 'reconnect', 'id-1', signature)).toBe(false);
    expect(isSigned('key', 'reconnect', 'id-1', signature.slice(1))).toBe(false);
  });
});
