import { html, raw } from 'hono/html';
import { type Html, page } from '../page';
import type { Account, AccountType, HostedLink } from '../state';
import { fieldsOf, type Method, providerNames } from './providers';

const banner = 'Sandbox – stands in for the provider’s sign-in';

/** Which provider to connect; only those the link allows. */
export function choicePage(link: HostedLink): Html {
  return wizardPage(
    'Connect an account',
    html`<h1>Connect an account</h1>
      <p class="soft">Choose what to connect.</p>
      <nav class="providers" aria-label="Providers">
        ${link.providers.map(
          (provider) =>
            html`<a class="button quiet" href="/hosted/${link.token}/sign-in/${provider}"
              >${providerNames[provider] ?? provider}</a
            >`,
        )}
      </nav>
      ${cancelForm(link)}`,
  );
}

export interface FormState {
  link: HostedLink;
  provider: string;
  type: AccountType;
  method: Method;
  reconnecting: Account | null;
  login: string;
  error?: { text: string; type: string };
}

/** Credentials, a cookie, or the consent of Google and Microsoft. */
export function signInPage(state: FormState): Html {
  const { link, provider, method, reconnecting } = state;
  const name = providerNames[provider] ?? provider;
  const heading = reconnecting === null ? `Connect ${name}` : `Reconnect ${reconnecting.name}`;
  const action = `/hosted/${link.token}/sign-in/${provider}?method=${method}`;
  return wizardPage(
    heading,
    html`<h1>${heading}</h1>
      ${
        reconnecting === null
          ? ''
          : html`<p class="soft">${name} account of ${reconnecting.owner}. History and settings are kept.</p>`
      }
      ${state.error === undefined ? '' : errorBox(state.error)}
      <form method="post" action="${action}">
        ${fieldsOf(state.type, method, state.login).map(
          (field) =>
            html`<label for="${field.name}">${field.label}</label>
              <input
                id="${field.name}"
                name="${field.name}"
                type="${field.type}"
                value="${field.value ?? ''}"
                autocomplete="${field.autocomplete ?? 'off'}"
                required
              />`,
        )}
        ${state.type === 'MAIL' ? encryptionField : ''}
        ${method === 'consent' ? scopeField : ''}
        <div class="actions">
          <button type="submit">${method === 'consent' ? 'Allow' : 'Sign in'}</button>
        </div>
      </form>
      ${otherMethod(state)} ${cancelForm(link)}`,
  );
}

/** The second factor; the code 123456 is right, every other one can be corrected. */
export function codePage(link: HostedLink, attemptId: string, error?: FormState['error']): Html {
  return wizardPage(
    'Enter the code',
    html`<h1>Enter the code</h1>
      <p class="soft">
        Your authenticator shows a code of six digits. In this sandbox it is <code>123456</code>.
      </p>
      ${error === undefined ? '' : errorBox(error)}
      <form method="post" action="/hosted/${link.token}/code/${attemptId}">
        <label for="code">Verification code</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required />
        <div class="actions"><button type="submit">Verify</button></div>
      </form>
      ${cancelForm(link)}`,
  );
}

/** A QR code to scan; scanning is simulated by a button, and the page notices it by polling. */
export function qrPage(
  link: HostedLink,
  attemptId: string,
  details: { name: string; heading: string; phone: string; svg: string; nonce: string },
): Html {
  return wizardPage(
    details.heading,
    html`<h1>${details.heading}</h1>
      <p class="soft">Open ${details.name} on the phone, choose “Linked devices”, and scan this code.</p>
      <div class="qr" role="img" aria-label="QR code">${raw(details.svg)}</div>
      <form method="post" action="/hosted/${link.token}/qr/${attemptId}">
        <label for="phone">Phone number</label>
        <input id="phone" name="phone" type="tel" value="${details.phone}" autocomplete="off" required />
        <div class="actions"><button type="submit">Simulate scan</button></div>
      </form>
      ${cancelForm(link)}
      <script nonce="${details.nonce}">
        const timer = setInterval(async () => {
          const answer = await fetch('/hosted/${link.token}/qr/${attemptId}/state');
          const state = await answer.json();
          if (!state.next) return;
          clearInterval(timer);
          location.assign(state.next);
        }, 1000);
      </script>`,
  );
}

/** Shown after a sign-in unless the link skips it. */
export function successPage(link: HostedLink, accountName: string): Html {
  const heading = link.type === 'reconnect' ? 'Account reconnected' : 'Account connected';
  const seconds = 5;
  return wizardPage(
    heading,
    html`<h1>${heading}</h1>
      <p>${accountName} is connected.</p>
      ${
        link.successUrl === undefined
          ? html`<p class="soft">You can close this page.</p>`
          : html`<p class="soft">You return to the application in ${seconds} seconds.</p>
              <div class="actions"><a class="button" href="${link.successUrl}">Continue</a></div>`
      }`,
    link.successUrl === undefined
      ? undefined
      : html`<meta http-equiv="refresh" content="${seconds};url=${link.successUrl}" />`,
  );
}

/** Sign-in given up without an address to return to. */
export function cancelledPage(): Html {
  return wizardPage(
    'Sign-in cancelled',
    html`<h1>Sign-in cancelled</h1>
      <p class="soft">Nothing was connected. You can close this page.</p>`,
  );
}

/** A link past its time, already used, or unknown; the error type is the documented one. */
export function expiredPage(reason: 'expired' | 'used' | 'unknown'): Html {
  const texts = {
    expired: 'This link has expired. Go back to the application and ask for a new one.',
    used: 'This link was used already. Go back to the application and ask for a new one.',
    unknown: 'This link is not known. Go back to the application and ask for a new one.',
  };
  return wizardPage(
    'Link expired',
    html`<h1>Link expired</h1>
      <p>${texts[reason]}</p>
      <p class="soft"><code>errors/expired_link</code></p>`,
  );
}

function wizardPage(title: string, content: Html, head?: Html): Html {
  return page(
    { title: `${title} · Sandbox`, banner, ...(head === undefined ? {} : { head }) },
    html`<div class="card">${content}</div>`,
  );
}

function errorBox(error: { text: string; type: string }): Html {
  return html`<p class="error" role="alert" data-error-type="${error.type}">${error.text}</p>`;
}

function cancelForm(link: HostedLink): Html {
  return html`<form method="post" action="/hosted/${link.token}/cancel">
    <div class="actions"><button class="quiet" type="submit">Cancel</button></div>
  </form>`;
}

function otherMethod(state: FormState): Html | string {
  const { link, provider, type, method } = state;
  if (type !== 'LINKEDIN') return '';
  const isCookie = method === 'cookie';
  if (link.disabledOptions.includes(isCookie ? 'credentials_auth' : 'cookie_auth')) return '';
  const other = isCookie ? 'credentials' : 'cookie';
  return html`<p>
    <a href="/hosted/${link.token}/sign-in/${provider}?method=${other}"
      >${isCookie ? 'Use e-mail and password' : 'Use a session cookie'}</a
    >
  </p>`;
}

const encryptionField = html`<label for="imap_encryption">Encryption</label>
  <select id="imap_encryption" name="imap_encryption">
    <option value="tls">TLS</option>
    <option value="starttls">STARTTLS</option>
    <option value="default">None</option>
  </select>`;

const scopeField = html`<label class="inline"
  ><input type="checkbox" name="scopes" value="mail" checked /> Read and send e-mail</label
>`;
