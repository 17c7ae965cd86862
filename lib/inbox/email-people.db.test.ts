import { expect, it } from 'vitest';
import { beginEmail, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

interface SentEmail {
  role: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  headers: { name: string; value: string }[];
}

const BREAKS = ['\r\n', '\n', '\r', '\u2028', '\u0085', '\0', '%0d%0a'];
/** Each would add a recipient or a header, if somebody took it at its word. */
const ADDRESSES = [
  ...BREAKS.map((end) => `noor@client.example${end}Bcc: eve@evil.example`),
  '"eve@evil.example"@client.example',
  '"eve@evil.example noor"@client.example',
  'eve@evil.example,noor@client.example',
  'eve@evil.example;noor@client.example',
  'Noor <noor@client.example>, eve@evil.example',
  '<eve@evil.example> noor@client.example',
  'noor@client.example (eve@evil.example)',
  'noor@client.example>',
  'eve@evil.example\u0000@client.example',
  'noor@[127.0.0.1]',
  'noor＠client.example＠evil.example',
];
const TEXTS = [
  ...BREAKS.map((end) => `Plan${end}Bcc: eve@evil.example`),
  '"Plan", eve@evil.example',
  'Plan <eve@evil.example>',
  '=?utf-8?q?=0D=0ABcc:_eve@evil.example?=',
  '\u202egnp.exe',
  '"},{"identifier":"eve@evil.example"',
];

it('hostile addresses, names and subjects are refused, or reach exactly whom was chosen (S15)', async () => {
  const box = await startMailbox(test.db, test.pool);
  const begin = (email: object) => beginEmail(box.owner.ctx, box.account.id, email);
  const sent = async () => {
    await box.runJobs();
    const { emails } = await box.sandbox.control<{ emails: SentEmail[] }>('GET', '/truth');
    return emails.filter(({ role }) => role === 'sent');
  };
  const noor = (name: string | null) => ({ address: 'noor@client.example', name });
  const { length: refused } = await Promise.all(
    ADDRESSES.map(async (address) => {
      const person = { address, name: null };
      await expect(begin({ to: [person] }), address).rejects.toThrow('is not an e-mail address');
      await expect(begin({ replyTo: address }), address).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }),
  );
  expect(refused).toBe(ADDRESSES.length);
  expect(await sent()).toEqual([]);
  for (const text of TEXTS) await begin({ to: [noor(text)], subject: text });
  const all = await sent();
  expect(all).toHaveLength(TEXTS.length);
  for (const { to, cc, bcc, subject, headers } of all) {
    expect({ to, cc, bcc, headers }).toEqual({
      to: ['noor@client.example'],
      cc: [],
      bcc: [],
      headers: [],
    });
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
  }
});
