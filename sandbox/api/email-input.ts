import { findAnswered, isAddressOf, type OutgoingEmail } from '../domain/email-sending';
import { ApiError, invalid, missing } from '../errors';
import { type Fields, isFields, optionalFlag, optionalText } from '../input';
import type { Account } from '../state';
import type { EmailFile, EmailPerson } from '../state-emails';
import type { World } from '../world';

const addressPattern = /^[^\s@<>,;"\\]+@[^\s@<>,;"\\]+$/;
const namedHeaders = ['unsubscribe-list', 'reply-to', 'content-type'];

/** What a send or a draft holds, after its form fields were parsed. Throws what the API answers. */
export function readOutgoing(
  world: World,
  account: Account,
  fields: Fields,
  files: EmailFile[],
): OutgoingEmail {
  const to = people(fields.to, 'to');
  if (to.length === 0) throw missing('to');
  const html = fields.body;
  if (typeof html !== 'string') throw missing('body');
  const subject = fields.subject ?? '';
  if (typeof subject !== 'string') throw invalid('subject must be a string');
  refuseBreaks(subject, 'subject');
  const headers = customHeaders(fields.custom_headers);
  const outgoing = {
    from: sender(account, fields.from),
    to,
    cc: people(fields.cc, 'cc'),
    bcc: people(fields.bcc, 'bcc'),
    replyTo: headers
      .filter(({ name }) => name.toLowerCase() === 'reply-to')
      .map(({ value }) => ({ address: value, name: '' })),
    subject,
    html,
    headers,
    files,
    answered: answeredBy(world, account, fields),
    tracking: trackingOf(fields.tracking_options),
  };
  const all = [...outgoing.to, ...outgoing.cc, ...outgoing.bcc];
  const refused = all.find(({ address }) => address.endsWith('@refused.example'));
  if (refused) throw new ApiError(422, 'recipient_rejected', `${refused.address} was rejected`);
  return outgoing;
}

function answeredBy(world: World, account: Account, fields: Fields) {
  const id = optionalText(fields, 'reply_to');
  if (id === undefined) return null;
  const answered = findAnswered(world, account, id);
  if (answered === null) throw new ApiError(422, 'parent_mail_not_found');
  return answered;
}

/** An address that is neither the account's own nor an alias of it is refused. */
function sender(account: Account, value: unknown): EmailPerson {
  const own = { address: account.login, name: account.owner };
  if (value === undefined) return own;
  if (!isFields(value)) throw invalid('from must be an object');
  const address = optionalText(value, 'identifier') ?? own.address;
  const name = optionalText(value, 'display_name') ?? own.name;
  refuseBreaks(name, 'from.display_name');
  if (!isAddressOf(account, address)) throw new ApiError(422, 'send_as_denied');
  return { address, name };
}

function people(value: unknown, field: string): EmailPerson[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(`${field} must be a list`);
  return value.map((item: unknown) => {
    const address = isFields(item) ? item.identifier : undefined;
    const name = (isFields(item) && item.display_name) || '';
    if (typeof address !== 'string' || !addressPattern.test(address)) {
      throw invalid(`${field} must hold e-mail addresses`);
    }
    if (typeof name !== 'string') throw invalid(`${field}.display_name must be a string`);
    refuseBreaks(name, `${field}.display_name`);
    return { address, name };
  });
}

function customHeaders(value: unknown): { name: string; value: string }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid('custom_headers must be a list');
  return value.map((item: unknown) => {
    const [name, content] = isFields(item) ? [item.name, item.value] : [];
    if (typeof name !== 'string' || typeof content !== 'string') {
      throw invalid('custom_headers must hold name and value');
    }
    const isAllowed = /^x-[\w-]+$/i.test(name) || namedHeaders.includes(name.toLowerCase());
    if (!isAllowed || /[\r\n]/.test(content)) {
      throw new ApiError(422, 'invalid_headers', `${name} cannot be set`);
    }
    return { name, value: content };
  });
}

function trackingOf(value: unknown): OutgoingEmail['tracking'] {
  if (value === undefined) return { hasOpens: false, hasLinks: false };
  if (!isFields(value)) throw invalid('tracking_options must be an object');
  const [label, customDomain] = ['label', 'custom_domain'].map((name) => optionalText(value, name));
  return {
    hasOpens: optionalFlag(value, 'opens') ?? false,
    hasLinks: optionalFlag(value, 'links') ?? false,
    ...(label !== undefined && { label }),
    ...(customDomain !== undefined && { customDomain }),
  };
}

function refuseBreaks(text: string, field: string): void {
  if (/[\r\n]/.test(text)) throw invalid(`${field} must be one line`);
}
