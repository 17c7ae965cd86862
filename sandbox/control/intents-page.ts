import type { Hono } from 'hono';
import { html } from 'hono/html';
import { makeCookies } from '../domain/cookies';
import { approve, finish, isWaiting, renewQr } from '../domain/signing-in';
import { shortType } from '../domain/webhook-bodies';
import { providerNames } from '../hosted/providers';
import { type Intent, rightCode } from '../intents';
import { type Html, page } from '../page';
import type { World } from '../world';
import { intentById } from './intents';

const banner = 'Sandbox – stands in for the Unipile API';

/** What the owner of an account does meanwhile, as buttons for people. */
export function intentPages(app: Hono, world: World): void {
  app.post('/ui/intents/:id/:act', (c) => {
    const intent = intentById(world, c.req.param('id'));
    const act = c.req.param('act');
    if (isWaiting(world, intent)) {
      if (act === 'approve') approve(world, intent);
      if (act === 'refuse') finish(intent, 'refused');
      if (act === 'renew') renewQr(world, intent);
    }
    return c.redirect('/', 303);
  });

  // The cookie is on the page that answers and nowhere else: a redirect would put it into an address.
  app.post('/ui/cookies', async (c) => {
    const form = await c.req.formData();
    const login = String(form.get('login')).trim();
    const userAgent = String(form.get('agent')).trim();
    c.header('Cache-Control', 'no-store');
    return c.html(cookiePage(login, makeCookies(world, login, userAgent || null)));
  });
}

/** Attempts that wait, latest first; nothing where nobody does. */
export function waitingSection(world: World): Html | '' {
  const waiting = world.intents.filter((intent) => isWaiting(world, intent)).reverse();
  if (waiting.length === 0) return '';
  return html`<h2>Signing in</h2>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Provider</th>
            <th scope="col">Waits for</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          ${waiting.map((intent) => intentRow(intent))}
        </tbody>
      </table>
    </div>
    <h2>Connected</h2>`;
}

/** Signs a member in to LinkedIn in a browser; that of the page unless another is named. */
export function cookieForm(userAgent: string): Html {
  return html`<h2>LinkedIn session of a browser</h2>
    <form class="card narrow" method="post" action="/ui/cookies">
      <label for="cookie-login">LinkedIn login</label>
      <input id="cookie-login" name="login" required value="jane.ruiz@harbourline.example" />
      <label for="cookie-agent">Browser (user agent)</label>
      <input id="cookie-agent" name="agent" value="${userAgent}" />
      <div class="actions"><button>Make a cookie</button></div>
    </form>`;
}

function intentRow(intent: Intent): Html {
  const { signIn, checkpoints, accountId, reconnecting } = intent;
  const [checkpoint] = checkpoints;
  const isScan = checkpoint?.type === 'QRCODE';
  const isApproval =
    checkpoint?.type === 'IN_APP_VALIDATION' || checkpoint?.type === 'OTP_OR_IN_APP';
  const who = reconnecting?.name ?? signIn.login;
  const provider = providerNames[shortType(signIn.type)] ?? signIn.type;
  const buttons: [label: string, act: string][] = [
    ...(isScan || isApproval ? [[isScan ? 'Scan' : 'Approve', 'approve'] as [string, string]] : []),
    ...(isScan ? [['Renew the code', 'renew'] as [string, string]] : []),
    ['Say no', 'refuse'],
  ];
  return html`<tr>
    <td>${who}</td>
    <td>${provider}</td>
    <td>${isScan || isApproval ? checkpoint.type : html`${checkpoint?.type}, code <code>${rightCode}</code>`}</td>
    <td>
      <div class="buttons">
        ${buttons.map(
          ([label, act]) =>
            html`<form method="post" action="/ui/intents/${accountId}/${act}">
              <button class="small quiet" aria-label="${label}: ${who}, ${provider}">${label}</button>
            </form>`,
        )}
      </div>
    </td>
  </tr>`;
}

function cookiePage(login: string, made: { accessToken: string; premiumToken: string }): Html {
  return page(
    { title: 'LinkedIn session · Sandbox', banner },
    html`<div class="card">
      <h1>LinkedIn session</h1>
      <p class="soft">Of ${login}, in that browser alone. It is shown once.</p>
      <p>li_at</p>
      <pre>${made.accessToken}</pre>
      <p>li_a</p>
      <pre>${made.premiumToken}</pre>
      <p><a href="/">Back</a></p>
    </div>`,
  );
}
