import { describe, expect, it } from 'vitest';
import { startMailbox as startMailboxWorld } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { serveEmailBody } from '@/lib/email-html/body-handlers';
import { bodyInput } from '@/lib/email-html/schema';
import { listConversations } from '@/lib/inbox/queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** One e-mail as the provider gives it, imported; with what its row and its reader show. */
async function imported(fields: Record<string, unknown>) {
  const box = await startMailboxWorld(test.db, test.pool);
  await box.mail(fields);
  await box.mail({ subject: 'The next one', text: 'comes as well' });
  await box.sync();
  const rows = await box.rows();
  expect(rows).toHaveLength(2);
  const odd = rows.find(({ messages }) => messages.subject !== 'The next one');
  if (!odd) throw new Error('The e-mail is not there.');
  const { items } = await listConversations(box.owner.ctx, { view: 'all', limit: 50 });
  const row = items.find(({ id }) => id === odd.messages.conversationId);
  const view = async (name: 'html' | 'plain' | 'source') => {
    const input = bodyInput.parse({
      messageId: odd.messages.id,
      ...(name !== 'html' && { view: name }),
    });
    const answer = await serveEmailBody(box.owner.ctx, input);
    expect(answer.status).toBe(200);
    return answer.text();
  };
  return { ...odd, row, view };
}

describe('an e-mail that is not as it should be is shown, and takes no other with it', () => {
  it('5 MB of HTML', { timeout: 180_000 }, async () => {
    const row = '<tr><td style="color:#222">A line of a long report, 4,200 units</td></tr>';
    const html = `<p>Report</p><table>${row.repeat(Math.ceil((5 * 1024 * 1024) / row.length))}</table>`;
    const { view, messages } = await imported({ subject: 'Long', html, text: null });
    expect(messages.text?.length).toBeLessThanOrEqual(100_000);
    expect(messages.text).toContain('Report');
    expect(await view('html')).toContain('A line of a long report, 4,200 units');
    expect(await view('source')).toBe(html);
  });

  it.each([
    ['cut off in the middle of a tag', '<div><table><tr><td>Half a <b>mail<a href="https://cli'],
    ['tags that close what was never opened', '</td></table></div><p>Half a </i>mail</span>'],
    [
      'headers of a MIME part in its text',
      'Content-Type: text/html; charset="x-foo"\r\n\r\n--=_b\r\nHalf a mail',
    ],
    [
      'bytes of a charset that nobody knows',
      'Half a mail: \ufffd\ufffd\u0093quoted\u0094 \u00c3\u00bc',
    ],
    ['NUL and half a pair of surrogates', 'Half a mail\u0000 \ud83d end'],
    ['direction marks', '\u202eliam a flaH\u202c Half a mail'],
  ])('%s', { timeout: 60_000 }, async (_, html) => {
    const { view, messages } = await imported({ subject: 'Broken', html, text: null });
    expect(messages.text).toContain('Half a');
    expect(await view('html')).toContain('Half a');
    expect(await view('plain')).toContain('Half a');
  });

  it('200 recipients', { timeout: 60_000 }, async () => {
    const to = Array.from({ length: 200 }, (_, n) => `person-${n}@crowd.example`);
    const { emails } = await imported({ subject: 'To everybody', to });
    expect(emails.people.to).toHaveLength(200);
  });

  it('without subject, sender or body', { timeout: 60_000 }, async () => {
    const { row, view, messages } = await imported({
      subject: '',
      from: { address: '' },
      text: '',
    });
    expect(messages).toMatchObject({ subject: null, text: '' });
    expect(row?.name).toBe('Unknown person');
    expect(await view('html')).toContain('<body');
  });

  it('a file whose name is a path, and one of a type that nobody knows', {
    timeout: 60_000,
  }, async () => {
    const files = [
      { name: '../../etc/passwd\u202egnp.exe', mime: 'x-y/\u0000z', base64: 'AAAA' },
      { name: '', mime: '', base64: 'AAAA' },
    ];
    const { messages } = await imported({ subject: 'Files', files });
    expect(messages.attachments).toHaveLength(2);
    for (const { kind } of messages.attachments ?? []) expect(kind).toBe('file');
  });
});
