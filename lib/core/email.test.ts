import { describe, expect, it } from 'vitest';
import { normaliseEmail } from './email';

describe('normaliseEmail', () => {
  it.each([
    ['ana@norda.com', 'ana@norda.com'],
    ['  Ana.Ruiz+x@Mail.Norda.COM ', 'ana.ruiz+x@mail.norda.com'],
    ['ana＠norda.com', 'ana@norda.com'],
    ["o'neil@norda.com", "o'neil@norda.com"],
  ])('spells %s as %s', (text, address) => {
    expect(normaliseEmail(text)).toBe(address);
  });

  it.each([
    '',
    'ana',
    'ana@norda',
    '@norda.com',
    'ana@',
    'ana@evil.example@norda.com',
    'ana＠evil.example@norda.com',
    'ana@norda.com,eve@evil.example',
    'ana@norda.com, eve@evil.example',
    'ana@norda.com;eve@evil.example',
    '"ana@evil.example"@norda.com',
    '"eve@evil.example> "@norda.com',
    'Ana <ana@norda.com>',
    'ana@norda.com>',
    'ana@norda.com\r\nBcc: eve@evil.example',
    'ana\u0000@norda.com',
    'ana @norda.com',
    'аna@norda.com',
    'ana@nоrda.com',
    'ana@norda..com',
    `${'a'.repeat(65)}@norda.com`,
    `ana@${'a'.repeat(260)}.com`,
  ])('refuses %j', (text) => {
    expect(normaliseEmail(text)).toBeNull();
  });
});
