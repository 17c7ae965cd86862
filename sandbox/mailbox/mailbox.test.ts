import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../server';

interface CaughtMail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  headers: { key: string; value: string }[];
}

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ parts: ['mailbox'] });
});

afterAll(() => sandbox.stop());

async function send(mail: object): Promise<void> {
  const transport = createTransport(sandbox.smtpUrl);
  await transport.sendMail({ from: 'Switchboard <no-reply@app.example>', ...mail });
  transport.close();
}

async function mailsTo(to: string): Promise<CaughtMail[]> {
  const path = `/mail?to=${encodeURIComponent(to)}`;
  return (await sandbox.control<{ mails: CaughtMail[] }>('GET', path)).mails;
}

describe('the mailbox, running alone', () => {
  it('keeps what arrives over SMTP: both parts, headers, any script of the world', async () => {
    await send({
      to: 'jane@app.example',
      subject: 'Reconnect “Jane Ruiz” – اتصال 🔌',
      text: 'Open http://app.example/reconnect/abc',
      html: '<p>Open <a href="http://app.example/reconnect/abc">this page</a> – naïve</p>',
      headers: { 'X-Incident': '42' },
    });
    const [mail] = await mailsTo('JANE@app.example');
    expect(mail).toMatchObject({
      to: ['jane@app.example'],
      from: 'no-reply@app.example',
      subject: 'Reconnect “Jane Ruiz” – اتصال 🔌',
    });
    expect(mail?.text).toContain('http://app.example/reconnect/abc');
    expect(mail?.html).toContain('naïve');
    expect(mail?.headers).toContainEqual({ key: 'x-incident', value: '42' });
  });

  it('shows them in the browser, newest first, the HTML without power', async () => {
    await send({ to: 'omar@app.example', subject: 'Older', text: 'one' });
    const html = '<script>alert(1)</script><a href="http://app.example/x">go</a>';
    await send({ to: 'omar@app.example', subject: 'Newer <b>', text: 'two', html });
    const list = await (await fetch(`${sandbox.url}/mailbox?to=omar@app.example`)).text();
    expect(list.indexOf('Newer &lt;b&gt;')).toBeGreaterThan(0);
    expect(list.indexOf('Older')).toBeGreaterThan(list.indexOf('Newer'));
    expect(list).not.toContain('jane@app.example');
    const [newest] = await mailsTo('omar@app.example');
    const page = await (await fetch(`${sandbox.url}/mailbox/${newest?.id}`)).text();
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;base target=&quot;_blank&quot;&gt;');
    expect(page).toContain('default-src');
    expect((await fetch(`${sandbox.url}/mailbox/none`)).status).toBe(404);
  });

  it('forgets everything when told to, and offers no API', async () => {
    await sandbox.control('DELETE', '/mail');
    expect(await sandbox.control('GET', '/mail')).toEqual({ mails: [] });
    const first = await fetch(sandbox.url, { redirect: 'manual' });
    expect(first.headers.get('location')).toBe('/mailbox');
    expect((await fetch(`${sandbox.url}/api/v1/accounts`)).status).toBe(404);
  });
});
