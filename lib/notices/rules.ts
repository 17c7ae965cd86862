import { escapeHtml } from '@/lib/core/html';
import { oneLine } from '@/lib/core/one-line';
import type { Repair } from '@/lib/healing/types';
import type { Notice, RenderedNotice } from '@/lib/notices/types';

interface Content {
  subject: string;
  /** Plain sentences; each stands in a paragraph of its own. */
  before: readonly string[];
  items?: readonly string[];
  button: { label: string; url: string };
  after: readonly string[];
}

const NO_PASSWORD = 'We never ask for a password by e-mail.';

/**
 * Subject and both parts of an e-mail. Pure; what comes from outside (names, labels) is escaped, and
 * cannot break out of a header because line ends are removed.
 */
export function renderNotice(notice: Notice): RenderedNotice {
  const content = contentOf(notice);
  return { subject: oneLine(content.subject), text: toText(content), html: toHtml(content) };
}

/** "Sat, 21 Nov 2026, 09:12 UTC": an e-mail does not know its reader's zone, so it names one. */
export function mailTime(iso: string): string {
  const date = new Date(iso);
  const text = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(date);
  return `${text} UTC`;
}

function contentOf(notice: Notice): Content {
  switch (notice.kind) {
    case 'reconnect':
      return reconnectContent(notice.params);
    case 'escalation':
      return escalationContent(notice.params);
    case 'admin-outage':
      return outageContent(notice.params);
    case 'admin-digest':
      return digestContent(notice.params);
    case 'mention':
      return mentionContent(notice.params);
    case 'magic-link':
      return {
        subject: 'Your sign-in link for Switchboard',
        before: ['Press the button to sign in to Switchboard.'],
        button: { label: 'Sign in', url: notice.params.url },
        after: [
          `The link works once, within ${notice.params.minutes} minutes. If you did not ask for it, ignore this e-mail.`,
        ],
      };
    case 'member-invitation':
      return invitationContent(notice.params);
  }
}

type ParamsOf<K extends Notice['kind']> = Extract<Notice, { kind: K }>['params'];

/** At most 90 words, and one sentence or two more where it was tried to do without the reader. */
function reconnectContent(params: ParamsOf<'reconnect'>): Content {
  const { accountName, providerName, since, workspaceName, url, requestedBy, repair } = params;
  const why = requestedBy
    ? `${requestedBy} of ${workspaceName} asked us to send this to you as its owner.`
    : `You get this because ${workspaceName} uses Switchboard and the account is yours.`;
  return {
    subject: `Reconnect ${providerName} (${accountName}) to keep receiving messages`,
    before: [
      `${providerName} signed out the account ${accountName} on ${mailTime(since)}.`,
      'Until you reconnect it, new messages do not arrive and nothing can be sent. Your history is kept.',
      ...(repair ? repairSentences(repair, providerName) : []),
    ],
    button: { label: `Reconnect ${providerName}`, url },
    after: [
      `The link is valid for 24 hours and stops working once you have reconnected. ${NO_PASSWORD}`,
      `${why} Questions? Ask an admin of your workspace.`,
    ],
  };
}

/** What was tried, and what of it the reader can put right (seed 002: is the extension set up rightly?). */
function repairSentences(
  { tries, why, missed, cookieSeenAt }: Repair,
  providerName: string,
): string[] {
  const times = tries === 1 ? 'once' : `${tries} times`;
  const tried =
    tries > 0 ? [`We tried the session of your browser ${times}; it did not help.`] : [];
  if (why === 'wrong_account' || missed === 'other_member') {
    return [...tried, `Your browser is signed in to ${providerName} as somebody else.`];
  }
  if (why === 'checkpoint')
    return [...tried, `${providerName} asks for more, which only you can give.`];
  if (missed === null) return tried;
  const since = cookieSeenAt ? ` since ${mailTime(cookieSeenAt)}` : '';
  return [
    ...tried,
    `Check the browser extension: it has given us no session that we could use${since}.`,
  ];
}

function escalationContent(params: ParamsOf<'escalation'>): Content {
  const { accountName, providerName, since, ownerName, wasOwnerAsked, workspaceName, url } = params;
  const asked = wasOwnerAsked
    ? 'was asked by e-mail to sign in again and has not done so'
    : 'could not be asked by e-mail to sign in again';
  return {
    subject: `${providerName} (${accountName}) is still signed out`,
    before: [
      `${providerName} signed out the account ${accountName} of ${workspaceName} on ${mailTime(since)}.`,
      ownerName
        ? `Its owner ${ownerName} ${asked}. New messages do not arrive until then.`
        : 'Nobody owns it, so nobody was asked. New messages do not arrive until somebody signs in again.',
    ],
    button: { label: 'Open the account', url },
    after: [
      'You get this once for each time that it is signed out, because you look after the team.',
    ],
  };
}

function outageContent(params: ParamsOf<'admin-outage'>): Content {
  const { providerName, count, from, to, workspaceName, url } = params;
  return {
    subject: `${count} ${providerName} accounts dropped at once`,
    before: [
      `Between ${mailTime(from)} and ${mailTime(to)}, ${count} ${providerName} accounts of ${workspaceName} lost their connection. That is likely a problem at the provider.`,
      'We hold the reconnect e-mails to their owners until it is over, and go on checking.',
    ],
    button: { label: 'Open the overview', url },
    after: ['Nothing is lost: messages are fetched once the accounts are back.'],
  };
}

function digestContent(params: ParamsOf<'admin-digest'>): Content {
  const { accounts, workspaceName, url } = params;
  const count = accounts.length === 1 ? '1 account has' : `${accounts.length} accounts have`;
  return {
    subject: `${workspaceName}: ${count} been signed out for a day or longer`,
    before: ['These accounts receive no messages until somebody signs in again:'],
    items: accounts.map(
      ({ label, ownerName, since }) =>
        `${label} (${ownerName ?? 'no owner'}), since ${mailTime(since)}`,
    ),
    button: { label: 'Open the overview', url },
    after: ['Their owners were asked to reconnect. You get this at most once a day.'],
  };
}

function mentionContent(params: ParamsOf<'mention'>): Content {
  const { authorName, accountName, workspaceName, url } = params;
  return {
    subject: `${authorName} mentioned you in a private note`,
    before: [
      `${authorName} mentioned you in a private note on a conversation of ${accountName}.`,
      'Only your team sees the note. It is not part of this e-mail.',
    ],
    button: { label: 'Open the note', url },
    after: [`You get this once for each note of ${workspaceName} that names you.`],
  };
}

function invitationContent(params: ParamsOf<'member-invitation'>): Content {
  const { url, workspaceName, inviterName, role, days } = params;
  return {
    subject: `${inviterName} invited you to ${workspaceName} on Switchboard`,
    before: [
      `${inviterName} invited you to the workspace ${workspaceName} as ${role}.`,
      'Switchboard shows the chats, e-mails and invitations of a team in one place.',
    ],
    button: { label: 'Join the workspace', url },
    after: [
      `The link works once, within ${days} days. If you do not know ${inviterName}, ignore this e-mail.`,
    ],
  };
}

function toText({ before, items = [], button, after }: Content): string {
  const list = items.map((item) => `- ${oneLine(item)}`).join('\n');
  return `${[...before.map(oneLine), list, `${button.label}:\n${button.url}`, ...after.map(oneLine)]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

// Inline styles, because mail programs drop or rewrite the rest; the media query is for those that
// keep it. No image, no tracking, no table.
const STYLE = {
  body: 'margin:0;padding:24px 16px;background:#fafafb;color:#16161d;font:15px/24px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
  box: 'max-width:520px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e2e2e5;border-radius:8px',
  text: 'margin:0 0 16px',
  button:
    'display:inline-block;padding:10px 16px;background:#634cd4;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none',
  small: 'margin:16px 0 0;color:#505059;font-size:13px;line-height:20px',
  link: 'color:#563ebe;word-break:break-all',
};
const DARK = `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){body{background:#0e0e11!important;color:#f0f0f2!important}.box{background:#141518!important;border-color:#292a2e!important}.small{color:#b2b2b8!important}.link{color:#adaafb!important}}`;

function toHtml({ subject, before, items = [], button, after }: Content): string {
  const url = escapeHtml(button.url);
  const paragraph = (text: string) => `<p style="${STYLE.text}">${escapeHtml(oneLine(text))}</p>`;
  const small = (html: string) => `<p class="small" style="${STYLE.small}">${html}</p>`;
  const list = items.map((item) => `<li>${escapeHtml(oneLine(item))}</li>`).join('');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(oneLine(subject))}</title><style>${DARK}</style></head>`,
    `<body style='${STYLE.body}'><main class="box" style="${STYLE.box}">`,
    ...before.map(paragraph),
    list && `<ul style="${STYLE.text};padding-inline-start:20px">${list}</ul>`,
    `<p style="${STYLE.text}"><a href="${url}" style="${STYLE.button}">${escapeHtml(button.label)}</a></p>`,
    small(`Or open this address: <a class="link" href="${url}" style="${STYLE.link}">${url}</a>`),
    ...after.map((text) => small(escapeHtml(oneLine(text)))),
    '</main></body></html>',
  ].join('');
}
