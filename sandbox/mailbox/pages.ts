import type { Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, page } from '../page';
import type { Mail } from '../state';
import type { World } from '../world';

const banner = 'Sandbox mailbox – mail the application sent; nothing left this machine';

/** `/mailbox` for people and `/control/mail` for tests: what arrived over SMTP, newest first. */
export function mailboxRoutes(app: Hono, world: World): void {
  app.get('/mailbox', (c) => {
    const to = c.req.query('to');
    return c.html(listPage(mailsTo(world, to), to));
  });

  app.get('/mailbox/:id', (c) => {
    const mail = world.state.mails.get(c.req.param('id'));
    if (mail === undefined) return c.html(missingPage(), 404);
    return c.html(mailPage(mail));
  });

  app.get('/control/mail', (c) => {
    const mails = mailsTo(world, c.req.query('to'));
    return c.json({
      mails: mails.map(({ receivedAtMs, ...mail }) => ({
        ...mail,
        receivedAt: new Date(receivedAtMs).toISOString(),
      })),
    });
  });

  app.delete('/control/mail', (c) => {
    world.state.mails.clear();
    world.changed();
    return c.json({ cleared: true });
  });
}

function mailsTo(world: World, to: string | undefined): Mail[] {
  const wanted = to?.trim().toLowerCase();
  return [...world.state.mails.values()]
    .filter((mail) => !wanted || mail.to.some((address) => address.toLowerCase() === wanted))
    .reverse();
}

function listPage(mails: Mail[], to: string | undefined): Html {
  return page(
    { title: 'Mailbox · Sandbox', banner, isWide: true },
    html`<h1>Mailbox</h1>
      ${to === undefined ? '' : html`<p>Mail to ${to}. <a href="/mailbox">Show all</a></p>`}
      ${
        mails.length === 0
          ? html`<p class="soft">No mail yet.</p>`
          : html`<div class="card scroll">
              <table>
                <thead>
                  <tr>
                    <th>Subject</th>
                    <th>To</th>
                    <th>From</th>
                    <th>Received</th>
                  </tr>
                </thead>
                <tbody>
                  ${mails.map(
                    (mail) =>
                      html`<tr>
                        <td><a href="/mailbox/${mail.id}">${mail.subject || '(no subject)'}</a></td>
                        <td>${mail.to.join(', ')}</td>
                        <td>${mail.from}</td>
                        <td><time datetime="${isoDate(mail)}">${isoDate(mail)}</time></td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }`,
  );
}

function mailPage(mail: Mail): Html {
  return page(
    { title: `${mail.subject || '(no subject)'} · Mailbox`, banner, isWide: true },
    html`<p><a href="/mailbox">All mail</a></p>
      <h1>${mail.subject || '(no subject)'}</h1>
      <p class="soft">From ${mail.from} to ${mail.to.join(', ')} · ${isoDate(mail)}</p>
      ${
        mail.html === ''
          ? ''
          : html`<h2>HTML part</h2>
              <iframe
                title="HTML part"
                sandbox="allow-popups allow-popups-to-escape-sandbox"
                srcdoc="${frameDocument(mail.html)}"
              ></iframe>`
      }
      <h2>Text part</h2>
      <pre>${mail.text || '(none)'}</pre>
      <h2>Headers</h2>
      <pre>${mail.headers.map(({ key, value }) => `${key}: ${value}`).join('\n')}</pre>`,
  );
}

function missingPage(): Html {
  return page(
    { title: 'Mailbox', banner },
    html`<div class="card">
      <h1>No such mail</h1>
      <p><a href="/mailbox">All mail</a></p>
    </div>`,
  );
}

// No scripts and no foreign requests inside the frame; links open in a new tab.
function frameDocument(mailHtml: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return `<meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank">${mailHtml}`;
}

function isoDate(mail: Mail): string {
  return new Date(mail.receivedAtMs).toISOString();
}
