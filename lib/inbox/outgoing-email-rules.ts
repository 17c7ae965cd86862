import type { StoredFormatted, StoredForwardedFile, StoredOutgoingEmail } from '@/db/schema/sends';
import { addressKey, normaliseEmail } from '@/lib/core/email';
import { escapeHtml } from '@/lib/core/html';
import { oneLine } from '@/lib/core/one-line';
import { answerSubject, forwardSubject } from '@/lib/email-html/subject-rules';
import { type CustomHeader, checkHeaders } from './email-header-rules';
import { formOf, htmlOfFormatted, linkedHtml } from './formatted-rules';
import { isAtTimeOfCopy } from './send-rules';

/** More people than this are a mailing, which other tools do better and providers refuse. */
export const MAX_EMAIL_RECIPIENTS = 200;
/** RFC 5322 allows a line of so many characters. */
export const MAX_SUBJECT_CHARACTERS = 998;

export interface EmailPerson {
  address: string;
  name: string | null;
}

/** What a person chose for one e-mail, beside to whom it goes. */
export interface EmailChoices {
  /** Its openings and clicks are told, where the workspace allows that. */
  isTracked?: boolean;
  /** It goes without the signature of its account. */
  isUnsigned?: boolean;
  /** How its text looks; counts only while it says the same words. */
  formatted?: StoredFormatted;
}

/** To whom an e-mail goes and what it is called, as a person gave it. */
export interface EmailRouting extends EmailChoices {
  to: readonly EmailPerson[];
  cc: readonly EmailPerson[];
  bcc: readonly EmailPerson[];
  subject: string;
  /** It forwards an e-mail instead of answering one, with these of its files. */
  forward?: { files: readonly StoredForwardedFile[] };
  /** Whom answers go to, where that is not its sender. */
  replyTo?: string;
  headers?: readonly CustomHeader[];
}

export function routingOf(routing: EmailRouting): EmailRouting {
  const { to, cc, bcc, subject, forward, replyTo, headers } = routing;
  return {
    ...{ to, cc, bcc, subject },
    ...(forward && { forward }),
    ...(replyTo && { replyTo }),
    ...(headers && { headers }),
    ...choicesOf(routing),
  };
}

/** Those that were made. */
export function choicesOf({ isTracked, isUnsigned, formatted }: EmailChoices): EmailChoices {
  return {
    ...(isTracked && { isTracked }),
    ...(isUnsigned && { isUnsigned }),
    ...(formatted && { formatted }),
  };
}

/** The e-mail that is answered. */
export interface AnsweredEmail {
  from: EmailPerson | null;
  to: readonly EmailPerson[];
  cc: readonly EmailPerson[];
  replyTo: readonly EmailPerson[];
  subject: string | null;
  sentAt: Date;
  isOurs: boolean;
}

/**
 * Whom an answer goes to: whoever wrote, or wants answers, and with `isToAll` everybody else who got it. An answer to
 * one of our own goes to whom that went.
 */
export function answerRouting(
  answered: AnsweredEmail,
  ownAddresses: ReadonlySet<string>,
  isToAll: boolean,
): EmailRouting {
  const isOther = ({ address }: EmailPerson) => !ownAddresses.has(addressKey(address));
  const senders = answered.replyTo.length > 0 ? answered.replyTo : asList(answered.from);
  const to = answered.isOurs ? answered.to : senders;
  const others = answered.isOurs ? [] : answered.to.filter(isOther);
  return {
    ...withoutRepeats(
      isToAll ? [...to, ...others] : to,
      isToAll ? answered.cc.filter(isOther) : [],
    ),
    bcc: [],
    subject: answerSubject(answered.subject),
  };
}

/** A forward begins without anybody, and takes along every file that is still to be had. */
export function forwardRouting(forwarded: {
  subject: string | null;
  attachments: readonly Forwardable[];
}): EmailRouting {
  const subject = forwardSubject(forwarded.subject);
  return { to: [], cc: [], bcc: [], subject, forward: { files: forwardedFiles(forwarded) } };
}

interface Forwardable {
  id: string;
  fileName: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  isUnavailable: boolean;
}

/** The files of an e-mail that can go along with it. */
export function forwardedFiles({
  attachments,
}: {
  attachments: readonly Forwardable[];
}): StoredForwardedFile[] {
  return attachments
    .filter((file) => !file.isUnavailable)
    .map(({ id, fileName, mimeType, sizeBytes }) => ({
      id,
      name: fileName ?? 'file',
      mimeType: mimeType ?? 'application/octet-stream',
      sizeBytes: sizeBytes ?? 0,
    }));
}

function withoutRepeats(to: readonly EmailPerson[], cc: readonly EmailPerson[]) {
  const seen = new Set<string>();
  const fresh = ({ address }: EmailPerson) => {
    const key = addressKey(address);
    return !seen.has(key) && seen.add(key);
  };
  return { to: to.filter(fresh), cc: cc.filter(fresh) };
}

function asList(person: EmailPerson | null): readonly EmailPerson[] {
  return person ? [person] : [];
}

/**
 * The addresses in the one spelling that mail systems take, each once, names without what would end a header.
 * Returns what stands against it where it cannot be sent.
 */
export function checkRouting(
  routing: EmailRouting,
): { routing: EmailRouting; problem: null } | { routing: null; problem: string } {
  const refuse = (problem: string) => ({ routing: null, problem });
  const seen = new Set<string>();
  const lists: Record<'to' | 'cc' | 'bcc', EmailPerson[]> = { to: [], cc: [], bcc: [] };
  for (const key of ['to', 'cc', 'bcc'] as const) {
    for (const person of routing[key]) {
      const address = normaliseEmail(person.address);
      if (!address) return refuse(`“${person.address.trim()}” is not an e-mail address.`);
      if (seen.has(address)) continue;
      seen.add(address);
      lists[key].push({ address, name: oneLine(person.name ?? '') || null });
    }
  }
  if (seen.size === 0) return refuse('Choose who gets the e-mail.');
  if (seen.size > MAX_EMAIL_RECIPIENTS) {
    return refuse(
      `An e-mail goes to ${MAX_EMAIL_RECIPIENTS} people at most; this one has ${seen.size}.`,
    );
  }
  const subject = oneLine(routing.subject);
  if (subject.length > MAX_SUBJECT_CHARACTERS) {
    return refuse(`The subject is too long. The limit is ${MAX_SUBJECT_CHARACTERS} characters.`);
  }
  const { more, problem } = checkHeaders(routing);
  if (problem) return refuse(problem);
  const { replyTo, headers, ...rest } = routing;
  return { routing: routingOf({ ...rest, ...lists, subject, ...more }), problem: null };
}

/**
 * What goes out: the text as HTML with its links, the signature, and below them what it answers, as text that was never
 * markup.
 */
export function toOutgoingEmail(
  routing: EmailRouting,
  text: string,
  answered: { sentAt: Date; from: EmailPerson | null; text: string | null } | null,
  signature: string | null = null,
): StoredOutgoingEmail {
  const form = formOf(text, routing.formatted);
  const words = form ? htmlOfFormatted(form) : htmlOf(text, linkedHtml);
  const signed = signature && !routing.isUnsigned ? signatureOf(signature) : '';
  return {
    to: [...routing.to],
    cc: [...routing.cc],
    bcc: [...routing.bcc],
    subject: routing.subject,
    html: `${words}${signed}${answered ? quoteOf(answered) : ''}`,
    ...(routing.forward && { forward: { files: [...routing.forward.files] } }),
    ...(routing.replyTo && { replyTo: routing.replyTo }),
    ...(routing.headers && { headers: [...routing.headers] }),
    ...choicesOf(routing),
  };
}

/** Text as paragraphs; nothing of it is markup. */
export function htmlOf(text: string, write = escapeHtml): string {
  const paragraphs = text.replace(/\r\n?/g, '\n').split(/\n{2,}/);
  return paragraphs
    .map((paragraph) => `<p>${write(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** Below a line of "-- ", by which programs know it (RFC 3676), also in the text that they make of the HTML. */
function signatureOf(signature: string): string {
  return `<div class="signature">-- <br>${linkedHtml(signature).replaceAll('\n', '<br>')}</div>`;
}

export const QUOTED_DATE = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

function quoteOf({
  sentAt,
  from,
  text,
}: {
  sentAt: Date;
  from: EmailPerson | null;
  text: string | null;
}): string {
  const who = from ? personLine(from) : 'somebody';
  const head = escapeHtml(`On ${QUOTED_DATE.format(sentAt)} UTC, ${who} wrote:`);
  const style = 'margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex';
  return `<p>${head}</p><blockquote type="cite" style="${style}">${htmlOf(text ?? '')}</blockquote>`;
}

/** "Noor Haddad <noor@client.example>". */
export function personLine({ name, address }: EmailPerson): string {
  return name ? `${name} <${address}>` : address;
}

/**
 * Whether an e-mail that the provider shows among the sent ones is the copy of one that we posted, where nobody told us
 * its id: same subject, our words at its beginning, at about that time. A forward without words of its own is told by whom
 * it goes to.
 */
export function isEmailEcho(
  send: { text: string; subject: string; to: readonly EmailPerson[]; postedAt: Date },
  copy: {
    text: string | null;
    subject: string | null;
    to: readonly EmailPerson[];
    sentAt: Date;
    createdAt: Date;
  },
): boolean {
  if (!isAtTimeOfCopy(send, copy)) return false;
  if (comparable(copy.subject ?? '') !== comparable(send.subject)) return false;
  if (send.text === '') return addressesOf(copy) === addressesOf(send);
  return comparable(copy.text ?? '').startsWith(comparable(send.text));
}

/** Programs that make text of HTML mark bold words and lists each in their way. */
const MARKS_OF_FORM = /^\s*(?:[-*•·]|\d+[.)])\s+|[*_]/gmu;
/** They may write where a link leads behind it, in brackets. */
const LINK_TARGETS = /\s*[<[(]https?:[^\s>\])]*[>\])]/giu;

function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replace(LINK_TARGETS, '')
    .replace(MARKS_OF_FORM, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function addressesOf({ to }: { to: readonly EmailPerson[] }): string {
  return to
    .map(({ address }) => addressKey(address))
    .sort()
    .join(' ');
}
