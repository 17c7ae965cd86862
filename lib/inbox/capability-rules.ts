import { isMailProvider, PROVIDER_NAMES, type Provider } from '@/lib/core/providers';

/** What can be asked of a channel; the answer depends on the account and the chat as well. */
export const CAPABILITIES = [
  'text',
  'attachments',
  'voice',
  'quote',
  'reactions',
  'edit',
  'receipts',
  'startByProfile',
  'startByPhone',
  'startByName',
  'groups',
  'inmail',
  'invitations',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** `why` is one sentence when it is not possible, and null when it is. */
export interface Verdict {
  isPossible: boolean;
  why: string | null;
}
export type Capabilities = Readonly<Record<Capability, Verdict>>;

export interface CapabilityInput {
  provider: Provider;
  /** Paid products of the account: `premium`, `sales_navigator`, `recruiter`. */
  features: readonly string[];
  /** Of the chat, where it is about one. */
  disabledFeatures?: readonly string[];
  kind?: 'direct' | 'group' | 'channel' | 'email';
}

/** The API takes files of about this size. */
export const MAX_ATTACHMENT_BYTES = 15_000_000;

/** Where the API sends at all. X is read-only, mail goes another way. */
const SENDING: ReadonlySet<Provider> = new Set([
  'LINKEDIN',
  'WHATSAPP',
  'INSTAGRAM',
  'MESSENGER',
  'TELEGRAM',
]);
/** Where a person is found by a public name: `GET /users/{identifier}`. */
const FOUND_BY_PROFILE: ReadonlySet<Provider> = new Set(['LINKEDIN', 'INSTAGRAM', 'TELEGRAM']);

/** Ways to send an InMail, with the product that each needs. */
export const INMAIL_APIS = ['classic', 'sales_navigator', 'recruiter'] as const;
export type InmailApi = (typeof INMAIL_APIS)[number];
const FEATURE_OF_API: Readonly<Record<InmailApi, string>> = {
  classic: 'premium',
  sales_navigator: 'sales_navigator',
  recruiter: 'recruiter',
};

/** The products of this account through which an InMail can go; empty for most. */
export function inmailApis(provider: Provider, features: readonly string[]): InmailApi[] {
  if (provider !== 'LINKEDIN') return [];
  return INMAIL_APIS.filter((api) => features.includes(FEATURE_OF_API[api]));
}

/** What this account can do, in this chat if one is named. It drives what the screens offer. */
export function capabilitiesOf(input: CapabilityInput): Capabilities {
  const { provider, features } = input;
  const channel = PROVIDER_NAMES[provider];
  const disabled = new Set(input.disabledFeatures ?? []);
  if (isMailProvider(provider)) return emailCapabilities(channel);
  const cannotSend = `${channel} messages are read-only here.`;
  const ifSending = (why: string | null = null): Verdict => {
    if (!SENDING.has(provider)) return no(cannotSend);
    return why === null ? YES : no(why);
  };
  const unless = (isRefused: boolean, why: string) => ifSending(isRefused ? why : null);
  const isLinkedin = provider === 'LINKEDIN';
  return {
    text: ifSending(),
    attachments: ifSending(),
    voice: unless(!isLinkedin, `The API sends voice messages on LinkedIn only.`),
    quote: unless(disabled.has('reply'), `${channel} offers no quoting in this conversation.`),
    reactions: unless(
      disabled.has('reactions'),
      `${channel} offers no reactions in this conversation.`,
    ),
    edit: ifSending('The API does not change a message that was sent.'),
    receipts: unless(false, ''),
    startByProfile: unless(
      !FOUND_BY_PROFILE.has(provider),
      provider === 'WHATSAPP'
        ? 'On WhatsApp a person is found by phone number.'
        : `${channel} people cannot be looked up; choose somebody you know already.`,
    ),
    startByPhone: unless(
      provider !== 'WHATSAPP',
      `Only WhatsApp finds people by phone number, ${channel} does not.`,
    ),
    startByName: ifSending(),
    groups: ifSending(),
    inmail: inmailOf(provider, features, cannotSend),
    invitations: isLinkedin ? YES : no(`${channel} has no invitations to connect.`),
  };
}

/** An e-mail is answered with text and files; the rest is the matter of chats. */
function emailCapabilities(channel: string): Capabilities {
  const none = no(`${channel} is e-mail, which does not have that.`);
  const known = CAPABILITIES.map((name) => [name, none] as const);
  return { ...(Object.fromEntries(known) as Capabilities), text: YES, attachments: YES };
}

function inmailOf(provider: Provider, features: readonly string[], cannotSend: string): Verdict {
  if (!SENDING.has(provider)) return no(cannotSend);
  if (provider !== 'LINKEDIN') return no('InMail exists on LinkedIn only.');
  if (inmailApis(provider, features).length > 0) return YES;
  return no('InMail needs LinkedIn Premium, Sales Navigator or Recruiter on this account.');
}

const YES: Verdict = { isPossible: true, why: null };

function no(why: string): Verdict {
  return { isPossible: false, why };
}

/** What each is called where a person reads the whole matrix. */
export const CAPABILITY_NAMES: Readonly<Record<Capability, string>> = {
  text: 'Send messages',
  attachments: 'Send files up to 15 MB',
  voice: 'Send voice messages',
  quote: 'Quote a message',
  reactions: 'React to a message',
  edit: 'Change a sent message',
  receipts: 'See when a message was read',
  startByProfile: 'Start a chat by profile address or public name',
  startByPhone: 'Start a chat by phone number',
  startByName: 'Start a chat with somebody known',
  groups: 'Start a group',
  inmail: 'Send InMail',
  invitations: 'Invite people to connect',
};
