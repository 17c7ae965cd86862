import type { Hono } from 'hono';
import { html } from 'hono/html';
import { deleteAccount, restartAccount, restrictAccount, setStatus } from '../domain/accounts';
import { isMailbox } from '../domain/folders';
import { openChat, receiveMessage } from '../domain/messaging';
import { addAttendee } from '../domain/people';
import { shortType } from '../domain/webhook-bodies';
import { providerNames } from '../hosted/providers';
import { type Html, page } from '../page';
import { inventContact } from '../seed/people';
import { type Account, sourceStatuses } from '../state';
import { lastActivityMs, statusOf, type World } from '../world';
import { cookieForm, waitingSection } from './intents-page';

const buttons: [label: string, action: string][] = [
  ['Sign out', 'CREDENTIALS'],
  ['Error', 'ERROR'],
  ['Stopped', 'STOPPED'],
  ['Connecting', 'CONNECTING'],
  ['Permissions', 'PERMISSIONS'],
  ['Restrict', 'restrict'],
  ['Restart', 'restart'],
  ['Restore OK', 'OK'],
  ['Delete', 'delete'],
];

/** The control page for people: every account with buttons that break and repair it. */
export function controlPage(app: Hono, world: World, hasMailbox: boolean): void {
  app.get('/', (c) => c.html(accountsPage(world, hasMailbox, c.req.header('user-agent') ?? '')));

  app.post('/ui/accounts/:id/:action', async (c) => {
    const account = world.state.accounts.get(c.req.param('id'));
    if (account !== undefined) act(world, account, c.req.param('action'));
    return c.redirect('/', 303);
  });

  app.post('/ui/message', async (c) => {
    const form = await c.req.formData();
    const account = world.state.accounts.get(String(form.get('account')));
    const text = form.get('text');
    if (account !== undefined && typeof text === 'string' && text !== '') {
      sendFromContact(world, account, text);
    }
    return c.redirect('/', 303);
  });
}

function act(world: World, account: Account, action: string): void {
  const status = sourceStatuses.find((name) => name === action);
  if (status !== undefined) setStatus(world, account, status);
  if (action === 'restrict') restrictAccount(world, account);
  if (action === 'restart') restartAccount(world, account);
  if (action === 'delete') deleteAccount(world, account);
}

/** Writes as the contact of the account's latest chat, or as a new contact when it has none. */
function sendFromContact(world: World, account: Account, text: string): void {
  const chats = world.chatsOf(account.id).filter((chat) => chat.attendeeIds.length > 0);
  const [latest] = chats.sort((a, b) => lastActivityMs(world, b) - lastActivityMs(world, a));
  const chat = latest ?? newChat(world, account);
  const sender = world.state.attendees.get(chat.attendeeIds[0] ?? '');
  if (sender !== undefined) receiveMessage(world, account, chat, sender, { text });
}

function newChat(world: World, account: Account) {
  const contact = inventContact(account.type, world.newId('contact'));
  return openChat(world, account, [addAttendee(world, account, contact)]);
}

function accountsPage(world: World, hasMailbox: boolean, userAgent: string): Html {
  const accounts = [...world.state.accounts.values()];
  const { speed, isAutoReply } = world.behaviour;
  return page(
    { title: 'Sandbox', banner: 'Sandbox – stands in for the Unipile API', isWide: true },
    html`<h1>Accounts at the provider</h1>
      <p class="soft">
        Break an account and watch what the application does. Contacts
        ${isAutoReply ? 'answer' : 'do not answer'}; speed ×${speed}.
      </p>
      <p class="soft">
        ${world.publicUrl} answers as Unipile v1 to the key <code>${world.apiKey}</code>, as Unipile v2
        to <code>${world.apiKeyV2}</code> and as PostPress to <code>${world.apiKeyPostpress}</code>.
      </p>
      <p>
        ${hasMailbox ? html`<a href="/mailbox">Mailbox (${world.state.mails.size})</a> ·` : ''}
        <a href="/control/log">Log</a> · <a href="/control/truth">State</a>
      </p>
      ${waitingSection(world)}
      ${accounts.length === 0 ? html`<p>No accounts yet.</p>` : accountTable(accounts)}
      ${messageForm(accounts)} ${cookieForm(userAgent)}`,
  );
}

function accountTable(accounts: Account[]): Html {
  return html`<div class="card scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Provider</th>
          <th scope="col">Status</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        ${accounts.map((account) => accountRow(account))}
      </tbody>
    </table>
  </div>`;
}

function accountRow(account: Account): Html {
  const status = statusOf(account);
  return html`<tr>
    <td>
      ${account.name}${account.name === account.owner ? '' : html`<br /><span class="soft">${account.owner}</span>`}
    </td>
    <td>${providerName(account)}</td>
    <td class="${status}">${account.isRestricted ? `${status}, restricted` : status}</td>
    <td>
      <div class="buttons">
        ${buttons.map(
          ([label, action]) =>
            html`<form method="post" action="/ui/accounts/${account.id}/${action}">
              <button class="small quiet" aria-label="${label}: ${account.name}, ${providerName(account)}">
                ${label}
              </button>
            </form>`,
        )}
      </div>
    </td>
  </tr>`;
}

function messageForm(accounts: Account[]): Html | string {
  const chatty = accounts.filter((account) => !isMailbox(account));
  if (chatty.length === 0) return '';
  return html`<h2>Message from a contact</h2>
    <form class="card narrow" method="post" action="/ui/message">
      <label for="account">To account</label>
      <select id="account" name="account">
        ${chatty.map(
          (account) =>
            html`<option value="${account.id}">${account.name} · ${providerName(account)}</option>`,
        )}
      </select>
      <label for="text">Text</label>
      <input id="text" name="text" required value="Do you have a minute this week?" />
      <div class="actions"><button>Send</button></div>
    </form>`;
}

function providerName(account: Account): string {
  return providerNames[shortType(account.type)] ?? account.type;
}
