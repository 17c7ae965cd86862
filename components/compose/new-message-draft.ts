import { isRouting, NO_ROUTING } from '@/components/email/stored-routing';
import { readStored, storageKey, writeStored } from '@/components/inbox/stored-text';
import { INMAIL_APIS, type InmailApi } from '@/lib/inbox/capability-rules';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { OpenStart, Recipient } from '@/lib/inbox/start-types';

/** A message in the making to whom no conversation is open; kept on this device until it is taken. */
export type NewMessageDraft = {
  accountId: string | null;
  /** Null for a plain message. */
  inmailApi: InmailApi | null;
  recipients: Recipient[];
  title: string;
  /** Of an InMail. */
  subject: string;
  /** Of an e-mail: to whom it goes, what it is called, how it is sent. */
  email: EmailRouting;
  text: string;
};

export const EMPTY_DRAFT: NewMessageDraft = {
  accountId: null,
  inmailApi: null,
  recipients: [],
  title: '',
  subject: '',
  email: NO_ROUTING,
  text: '',
};

export function draftKey(memberId: string): string {
  return storageKey('draft', memberId, 'new');
}

/** What lies on the device, or an empty draft where that cannot be read. */
export function parseDraft(stored: string | null): NewMessageDraft {
  if (!stored) return EMPTY_DRAFT;
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null) return EMPTY_DRAFT;
    const get = (name: string) => (name in value ? Reflect.get(value, name) : null);
    const text = (name: string) => (typeof get(name) === 'string' ? String(get(name)) : '');
    const people: unknown = get('recipients');
    return {
      accountId: text('accountId') || null,
      inmailApi: INMAIL_APIS.find((api) => api === get('inmailApi')) ?? null,
      recipients: Array.isArray(people) ? people.filter(isRecipient) : [],
      title: text('title'),
      subject: text('subject'),
      email: routingOf(get('email')),
      text: text('text'),
    };
  } catch {
    return EMPTY_DRAFT;
  }
}

function routingOf(value: unknown): EmailRouting {
  return isRouting(value) ? value : NO_ROUTING;
}

function isRecipient(value: unknown): value is Recipient {
  if (typeof value !== 'object' || value === null) return false;
  const { providerUserId, name } = value as Partial<Recipient>;
  return typeof providerUserId === 'string' && typeof name === 'string';
}

/** Null removes it: where nobody and nothing is written, nothing is kept. */
export function toStored(draft: NewMessageDraft): string | null {
  const { to, cc, bcc } = draft.email;
  const people = [draft.recipients, to, cc, bcc].flat();
  const isEmpty = draft.text.trim() === '' && people.length === 0;
  return isEmpty ? null : JSON.stringify(draft);
}

/** Puts what did not go out back into the making; text that is being written there stays. */
export function returnToDraft(memberId: string, start: OpenStart): void {
  const key = draftKey(memberId);
  const { text } = parseDraft(readStored(key));
  writeStored(
    key,
    toStored({
      accountId: start.accountId,
      inmailApi: start.inmailApi,
      recipients: (start.email ? [] : start.recipients).map(({ providerUserId, name }) => ({
        providerUserId,
        name: name ?? providerUserId,
        headline: null,
        isConnection: null,
      })),
      title: start.title ?? '',
      subject: start.email ? '' : (start.subject ?? ''),
      email: start.email ?? NO_ROUTING,
      text: text.trim() ? `${start.text}\n${text}` : start.text,
    }),
  );
}
