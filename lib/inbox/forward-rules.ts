import type { StoredEmailPeople } from '@/db/schema/emails';
import { escapeHtml } from '@/lib/core/html';
import { sendableHtml } from '@/lib/email-html/forward-rules';
import { roughTextOfHtml } from '@/lib/email-html/plain-rules';
import { type EmailPerson, htmlOf, personLine, QUOTED_DATE } from './outgoing-email-rules';

/** The e-mail that is forwarded. */
export interface ForwardedEmail {
  people: Pick<StoredEmailPeople, 'from' | 'to' | 'cc'>;
  sentAt: Date;
  subject: string | null;
  /** Cleaned; null where there is none or it could not be cleaned: then its text goes. */
  safeHtml: string | null;
  html: string | null;
  plain: string | null;
  /** Names of the pictures that stood inside and go along as files, by content id. */
  pictures: ReadonlyMap<string, string>;
}

/** What stands below one's own words: who wrote to whom, when and about what, then the e-mail itself. */
export function forwardedHtml(email: ForwardedEmail): string {
  const { people, sentAt, subject, safeHtml, plain, html, pictures } = email;
  const lines = [
    '---------- Forwarded message ----------',
    line('From', people.from ? [people.from] : []),
    `Date: ${QUOTED_DATE.format(sentAt)} UTC`,
    `Subject: ${subject ?? ''}`,
    line('To', people.to),
    line('Cc', people.cc),
  ];
  const head = lines.filter((one) => one !== null).map(escapeHtml);
  const body = safeHtml
    ? sendableHtml(safeHtml, (contentId) => pictures.get(contentId) ?? null)
    : htmlOf(plain ?? roughTextOfHtml(html ?? ''));
  return `<p>${head.join('<br>')}</p>${body}`;
}

function line(name: string, people: readonly EmailPerson[]): string | null {
  return people.length > 0 ? `${name}: ${people.map(personLine).join(', ')}` : null;
}
