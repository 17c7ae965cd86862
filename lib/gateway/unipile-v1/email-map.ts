import { EMAIL_ROLES, type EmailRole } from '@/lib/core/email-roles';
import type {
  GatewayEmail,
  GatewayEmailAddress,
  GatewayEmailFolder,
} from '@/lib/gateway/email-types';
import { toStorableText } from '@/lib/gateway/storable-text';
import type { WireEmail, WireFolder, WirePerson } from './email-wire';

/** The longest that any list of people or headers is read; a real one is shorter. */
const MAX_LIST = 1_000;

export function toEmail(wire: WireEmail): GatewayEmail {
  const isMeta = wire.kind === '1_meta' || wire.kind === '0_ref';
  return {
    gatewayEmailId: wire.id,
    providerEmailId: wire.provider_id && toStorableText(wire.provider_id),
    providerAccountId: wire.account_id,
    messageId: wire.message_id ?? messageIdIn(wire.provider_id),
    threadId: wire.thread_id,
    inReplyTo: wire.in_reply_to && {
      messageId: wire.in_reply_to.message_id,
      gatewayEmailId: wire.in_reply_to.id,
    },
    role: roleOf(wire.role),
    folderIds: wire.folderIds.map(toStorableText),
    sentAt: wire.date,
    // Null says unread; a field that is missing says so too, as the API documents it.
    isRead: wire.read_date !== null && wire.read_date !== undefined && wire.read_date !== '',
    from: toAddress(wire.from_attendee),
    to: toAddresses(wire.to_attendees),
    cc: toAddresses(wire.cc_attendees),
    bcc: toAddresses(wire.bcc_attendees),
    replyTo: toAddresses(wire.reply_to_attendees),
    subject: wire.subject?.trim() ? wire.subject : null,
    html: isMeta ? null : wire.body,
    plain: isMeta ? null : wire.body_plain,
    files: wire.attachments.map((file) => ({
      id: file.id ?? '',
      fileName: file.name,
      mimeType: file.mime,
      sizeBytes: file.size,
      isUnavailable: file.id === null,
      contentId: file.cid?.replace(/^<|>$/g, '') ?? null,
    })),
    isFromApi: wire.origin === 'unipile',
    trackingId: wire.tracking_id,
    // The OpenAPI does not have the field: what says nothing is complete.
    isComplete: wire.is_complete ?? true,
    headers: wire.headers.slice(0, MAX_LIST).map(({ name, value }) => ({
      name: toStorableText(name),
      value: toStorableText(value),
    })),
  };
}

export function toFolder(wire: WireFolder): GatewayEmailFolder {
  return {
    gatewayFolderId: wire.id,
    providerFolderId: wire.provider_id,
    providerAccountId: wire.account_id,
    name: wire.name ?? wire.provider_id,
    role: roleOf(wire.role),
  };
}

function roleOf(word: string | null): EmailRole {
  return EMAIL_ROLES.find((role) => role === word?.toLowerCase()) ?? 'unknown';
}

/** Addresses in small letters would be wrong for some; whoever compares them does that. */
function toAddress(wire: WirePerson): GatewayEmailAddress | null {
  const address = wire?.identifier?.trim();
  if (!address) return null;
  const name = wire?.display_name?.trim();
  return { address, name: name && name !== address ? name : null };
}

function toAddresses(people: readonly WirePerson[]): GatewayEmailAddress[] {
  return people.slice(0, MAX_LIST).flatMap((person) => toAddress(person) ?? []);
}

/** Some providers' ids are JSON text that holds the message id (webhook guide). */
function messageIdIn(providerId: string | null): string | null {
  if (!providerId?.startsWith('{')) return null;
  try {
    const { message_id }: { message_id?: unknown } = JSON.parse(providerId);
    return typeof message_id === 'string' && message_id !== '' ? toStorableText(message_id) : null;
  } catch {
    return null;
  }
}
