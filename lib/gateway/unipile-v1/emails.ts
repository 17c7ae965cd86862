import { read, readObject } from '@/lib/gateway/answers';
import type {
  EmailSendOutcome,
  GatewayEmailAddress,
  GatewayEmailClient,
  OutgoingEmail,
} from '@/lib/gateway/email-types';
import { GatewayError } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { refusalOf } from '@/lib/gateway/outcomes';
import { readPage } from './answers';
import { toEmail, toFolder } from './email-map';
import { emailSchema, emailSentSchema, folderSchema } from './email-wire';
import { filePartsOf, sendTimeoutMs } from './outgoing-files';

/** E-mails, their folders and files (contract v1 §9). */
export function emailVerbs(http: GatewayHttp): GatewayEmailClient {
  return {
    listEmails({ providerAccountId, ...filter }, { cursor, limit } = {}) {
      // A cursor holds the filters of the first page, so it goes alone.
      const query = cursor
        ? { cursor, limit }
        : {
            account_id: providerAccountId,
            folder: filter.providerFolderId,
            message_id: filter.messageId,
            thread_id: filter.threadId,
            after: filter.after?.toISOString(),
            before: filter.before?.toISOString(),
            meta_only: filter.isMeta ? 'true' : undefined,
            limit,
          };
      const call = { method: 'GET', route: '/api/v1/emails', query, providerAccountId } as const;
      return readPage(http, call, emailSchema, toEmail);
    },

    async getEmail({ gatewayEmailId, hasHeaders }) {
      const query = { include_headers: hasHeaders ? 'true' : undefined };
      return toEmail(
        await read(http, { method: 'GET', ...oneEmail(gatewayEmailId), query }, emailSchema),
      );
    },

    async listEmailFolders(providerAccountId) {
      const query = { account_id: providerAccountId };
      const call = { method: 'GET', route: '/api/v1/folders', query, providerAccountId } as const;
      return (await readPage(http, call, folderSchema, toFolder)).items;
    },

    sendEmail: (email) => sendEmail(http, email),

    setEmailRead: (gatewayEmailId, isRead) => update(http, gatewayEmailId, { unread: !isRead }),

    moveEmail: (gatewayEmailId, folders) => update(http, gatewayEmailId, { folders }),

    async deleteEmail(gatewayEmailId) {
      await readObject(http, { method: 'DELETE', ...oneEmail(gatewayEmailId) }, 'EmailDeleted');
    },

    openEmailFile({ gatewayEmailId, fileId, providerAccountId, signal }) {
      const route = '/api/v1/emails/{emailId}/attachments/{fileId}';
      const params = { emailId: gatewayEmailId, fileId };
      return http.open({ method: 'GET', route, params, providerAccountId, signal });
    },
  };
}

/** Posts once, whatever happens; the caller repeats it only after `not_reached`. */
async function sendEmail(http: GatewayHttp, email: OutgoingEmail): Promise<EmailSendOutcome> {
  const files = filePartsOf(email.files);
  const call: Call = {
    method: 'POST',
    route: '/api/v1/emails',
    body: { kind: 'form', fields: fieldsOf(email), files },
    providerAccountId: email.providerAccountId,
    defaultTimeoutMs: sendTimeoutMs(files),
    signal: email.signal,
  };
  try {
    const sent = await read(http, call, emailSentSchema);
    return { state: 'sent', gatewayEmailId: sent.id, trackingId: sent.tracking_id };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return refusalOf(error);
  }
}

/** Lists and objects go as JSON text in their form field; what is empty does not go. */
function fieldsOf(email: OutgoingEmail): Record<string, string> {
  const { tracking } = email;
  const parts = {
    account_id: email.providerAccountId,
    subject: email.subject,
    body: email.html,
    reply_to: email.repliesTo,
    from: email.from && fromWire(email.from),
    to: email.to.map(toWire),
    cc: email.cc.map(toWire),
    bcc: email.bcc.map(toWire),
    custom_headers: email.headers,
    tracking_options: (tracking.opens || tracking.links) && {
      opens: tracking.opens,
      links: tracking.links,
      ...(tracking.label && { label: tracking.label }),
    },
  };
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(parts)) {
    if (!value || (Array.isArray(value) && value.length === 0)) continue;
    fields[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  // The API asks for it, also where nothing was written.
  return { ...fields, body: email.html };
}

function toWire({ address, name }: GatewayEmailAddress) {
  return { identifier: address, ...(name && { display_name: name }) };
}

/** Either of the two may be the account's own. */
function fromWire({ address, name }: NonNullable<OutgoingEmail['from']>) {
  return { ...(address && { identifier: address }), ...(name && { display_name: name }) };
}

async function update(
  http: GatewayHttp,
  gatewayEmailId: string,
  value: { unread: boolean } | { folders: readonly string[] },
): Promise<void> {
  const body = { kind: 'json', value } as const;
  await readObject(http, { method: 'PUT', ...oneEmail(gatewayEmailId), body }, 'EmailUpdated');
}

function oneEmail(gatewayEmailId: string) {
  return { route: '/api/v1/emails/{emailId}', params: { emailId: gatewayEmailId } };
}
