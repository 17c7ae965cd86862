import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../sandbox/webhooks-v2';
import { isSignedBy, readSignature } from './webhook-signature';

const NOW = new Date('2026-11-20T12:00:00.500Z');
const RAW = Buffer.from('{"id":"evt_1",  "type":"message.new","text":"Grüße 👋"}\n');
const SECRET = 'wes_01kxq8demo';
const T = Math.floor(NOW.getTime() / 1_000);

function headerOf(secret: string, t: number, raw: Uint8Array = RAW): string {
  const hex = createHmac('sha256', secret).update(`${t}.`).update(raw).digest('hex');
  return `t=${t},v0=${hex}`;
}

describe('the signature of a delivery of v2', () => {
  it('fits the bytes, the time and one of the secrets', () => {
    const header = headerOf(SECRET, T);
    expect(isSignedBy([SECRET], header, RAW, NOW)).toBe(true);
    expect(isSignedBy(['other', SECRET, 'third'], header, RAW, NOW)).toBe(true);
    expect(
      isSignedBy([SECRET], header.toUpperCase().replace('T=', 't=').replace('V0', 'v0'), RAW, NOW),
    ).toBe(true);
    // The stand-in of the API signs in its own words.
    const ofSandbox = signatureOf(SECRET, RAW.toString(), NOW.getTime());
    expect(isSignedBy([SECRET], ofSandbox, RAW, NOW)).toBe(true);
  });

  it('fits nothing else', () => {
    const header = headerOf(SECRET, T);
    const changed = Buffer.from(RAW.toString().replace('message.new', 'message.old'));
    expect(isSignedBy([SECRET], header, changed, NOW)).toBe(false);
    // JSON that means the same, with other bytes.
    const again = Buffer.from(JSON.stringify(JSON.parse(RAW.toString())));
    expect(isSignedBy([SECRET], header, again, NOW)).toBe(false);
    expect(isSignedBy(['wes_other'], header, RAW, NOW)).toBe(false);
    expect(isSignedBy([], header, RAW, NOW)).toBe(false);
    expect(isSignedBy([''], headerOf('', T), Buffer.from('x'), NOW)).toBe(false);
    expect(isSignedBy([SECRET], header.replace(`t=${T}`, `t=${T + 1}`), RAW, NOW)).toBe(false);
  });

  it.each([
    [-301, false],
    [-299, true],
    [300, true],
    [302, false],
  ])('of %d seconds from now counts: %s', (seconds, isTaken) => {
    expect(isSignedBy([SECRET], headerOf(SECRET, T + seconds), RAW, NOW)).toBe(isTaken);
  });

  it('is read only where it is one', () => {
    const hex = 'a'.repeat(64);
    expect(readSignature(` t=12,v0=${hex} `)).toEqual({ t: '12', v0: hex });
    for (const text of [
      '',
      't=,v0=',
      `t=1,v0=${hex}b`,
      `t=-1,v0=${hex}`,
      `v0=${hex},t=1`,
      `t=1,v1=${hex}`,
    ]) {
      expect([text, readSignature(text)]).toEqual([text, null]);
    }
  });
});
