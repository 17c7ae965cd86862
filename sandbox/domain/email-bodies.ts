import type { Email, EmailFile, EmailPerson } from '../state-emails';
import type { World } from '../world';
import { drawHtml } from './email-html';
import { roleOf } from './folders';

/** The HTML of a mail; empty while the API still fetches it. */
export function htmlOf(email: Email): string {
  if (!email.isComplete) return '';
  return email.html ?? drawHtml(email);
}

export function personBody({ address, name }: EmailPerson) {
  return {
    ...(name === '' ? {} : { display_name: name }),
    identifier: address,
    identifier_type: 'EMAIL_ADDRESS',
  };
}

export function fileBody({ id, fileName, sizeBytes, mime, cid }: EmailFile) {
  return {
    id,
    name: fileName,
    size: sizeBytes,
    extension: fileName.includes('.') ? (fileName.split('.').at(-1) ?? '') : '',
    mime,
    ...(cid !== undefined && { cid }),
  };
}

/** Names and ids of the folders of a mail. */
export function placeOf(world: World, email: Email) {
  const folders = email.folderIds.flatMap((id) => world.state.folders.get(id) ?? []);
  return {
    role: roleOf(world, email),
    folders: folders.map((folder) => folder.name),
    folderIds: folders.map((folder) => folder.providerId),
  };
}

/** The body of an `email` event, in the current form of the guide. */
export function emailBody(world: World, email: Email, event: string): Record<string, unknown> {
  const { role, folders } = placeOf(world, email);
  return {
    event,
    webhook_name: '',
    email_id: email.id,
    account_id: email.accountId,
    date: new Date(email.atMs).toISOString(),
    origin: email.origin,
    is_complete: email.isComplete,
    from_attendee: personBody(email.from),
    to_attendees: email.to.map(personBody),
    cc_attendees: email.cc.map(personBody),
    bcc_attendees: email.bcc.map(personBody),
    reply_to_attendees: email.replyTo.map(personBody),
    provider_id: email.providerId,
    message_id: email.messageId,
    ...(email.threadId !== undefined && { thread_id: email.threadId }),
    in_reply_to:
      email.inReplyTo === undefined
        ? null
        : { message_id: email.inReplyTo.messageId, id: email.inReplyTo.id },
    subject: email.subject,
    body: htmlOf(email),
    body_plain: email.isComplete ? email.plain : '',
    has_attachments: email.files.length > 0,
    attachments: email.files.map(fileBody),
    folders,
    role,
    read_date: email.readAtMs === null ? null : new Date(email.readAtMs).toISOString(),
    tracking_id: email.tracking?.id ?? '',
    deprecated_id: deprecatedIdOf(email),
  };
}

/** Ids of an earlier version of the API; of no use to anybody. */
export function deprecatedIdOf(email: Email): string {
  return `old-${email.id}`;
}
