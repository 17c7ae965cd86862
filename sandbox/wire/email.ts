import { deprecatedIdOf, fileBody, htmlOf, personBody, placeOf } from '../domain/email-bodies';
import type { Account } from '../state';
import type { Email, Folder } from '../state-emails';
import type { World } from '../world';

export interface EmailView {
  /** Addresses and subject without the text. */
  isMeta: boolean;
  hasHeaders: boolean;
}

/** The Email object of the API in its full form, or without its text. */
export function emailWire(world: World, account: Account, email: Email, view: EmailView) {
  const { isMeta, hasHeaders } = view;
  return {
    object: 'Email' as const,
    id: email.id,
    deprecated_id: deprecatedIdOf(email),
    account_id: email.accountId,
    type: account.type,
    date: new Date(email.atMs).toISOString(),
    ...placeOf(world, email),
    read_date: email.readAtMs === null ? null : new Date(email.readAtMs).toISOString(),
    message_id: email.messageId,
    provider_id: email.providerId,
    kind: isMeta ? ('1_meta' as const) : ('2_full' as const),
    from_attendee: personBody(email.from),
    to_attendees: email.to.map(personBody),
    cc_attendees: email.cc.map(personBody),
    bcc_attendees: email.bcc.map(personBody),
    reply_to_attendees: email.replyTo.map(personBody),
    subject: email.subject,
    has_attachments: email.files.length > 0,
    origin: email.origin,
    ...(email.inReplyTo !== undefined && {
      in_reply_to: { message_id: email.inReplyTo.messageId, id: email.inReplyTo.id },
    }),
    ...(email.tracking !== undefined && { tracking_id: email.tracking.id }),
    ...(email.threadId !== undefined && { thread_id: email.threadId }),
    attachments: email.files.map(fileBody),
    body: isMeta ? '' : htmlOf(email),
    body_plain: isMeta || !email.isComplete ? '' : email.plain,
    ...(hasHeaders && { headers: headersOf(email) }),
    is_complete: email.isComplete,
  };
}

export function folderWire(world: World, folder: Folder) {
  const mails = [...world.state.emails.values()];
  return {
    object: 'Folder' as const,
    id: folder.id,
    name: folder.name,
    account_id: folder.accountId,
    role: folder.role,
    nb_mails: mails.filter((email) => email.folderIds.includes(folder.id)).length,
    provider_id: folder.providerId,
  };
}

function headersOf(email: Email) {
  const person = ({ name, address }: Email['from']) =>
    name === '' ? address : `${name} <${address}>`;
  return [
    { name: 'Message-ID', value: email.messageId },
    { name: 'Date', value: new Date(email.atMs).toUTCString() },
    { name: 'From', value: person(email.from) },
    { name: 'To', value: email.to.map(person).join(', ') },
    { name: 'Subject', value: email.subject },
    ...(email.inReplyTo === undefined
      ? []
      : [{ name: 'In-Reply-To', value: email.inReplyTo.messageId }]),
    ...email.headers,
  ];
}
