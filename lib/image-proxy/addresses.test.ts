import { describe, expect, it } from 'vitest';
import { fetchableUrl, isPublicAddress } from './address-rules';

describe('addresses that a picture may come from (N1)', () => {
  it.each([
    'https://x.test/a.png',
    'http://x.test:80/a.png',
    'https://93.184.215.14/a.png',
    'https://[2606:4700::1111]/a.png',
    'HTTPS://X.TEST/',
  ])('takes %s', (raw) => expect(fetchableUrl(raw)).not.toBeNull());

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://0/',
    'http://①②⑦.⓪.⓪.①/',
    'http://%31%32%37.0.0.1/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://198.18.0.1/',
    'http://192.0.0.170/',
    'http://192.0.2.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:0:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[2001:db8::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[100::1]/',
  ])('refuses the address %s', (raw) => expect(fetchableUrl(raw)).toBeNull());

  it.each([
    'ftp://x.test/',
    'file:///etc/passwd',
    'gopher://x.test/',
    'data:image/png;base64,AA',
    'javascript:1',
    '//x.test/',
    '/a.png',
    'https://user@x.test/',
    'https://user:pass@x.test/',
    'http://x.test:22/',
    'http://x.test:8080/',
    'http://x.test:5432/',
    'https://x.test:3000/',
    'http://',
    '',
    `https://x.test/${'a'.repeat(9_000)}`,
  ])('refuses %s', (raw) => expect(fetchableUrl(raw)).toBeNull());

  it('judges what a redirect names by where it stands', () => {
    expect(fetchableUrl('/b.png', 'https://x.test/a/c')?.href).toBe('https://x.test/b.png');
    expect(fetchableUrl('//127.0.0.1/', 'https://x.test/')).toBeNull();
  });

  it('knows what is no address', () => {
    for (const text of ['', 'x.test', '1.2.3.4.5', '::g', '8.8.8.8/8']) {
      expect(isPublicAddress(text)).toBe(false);
    }
    expect(isPublicAddress('8.8.8.8')).toBe(true);
  });
});
