import { and, desc, eq, sql } from 'drizzle-orm';
import {
  accounts,
  conversations,
  type StoredOutgoingEmail,
  type StoredStart,
  sends,
} from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { isMailProvider, type Provider } from '@/lib/core/providers';
import { GatewayError } from '@/lib/gateway/errors';
import { toStorableText } from '@/lib/gateway/storable-text';
import { callGateway } from '@/lib/gateways/mutations';
import { publish } from '@/lib/live/publish';
import { getPreferences } from '@/lib/preferences/queries';
import { capabilitiesOf, inmailApis } from './capability-rules';
import { asSender, emailHoldSeconds, prepareNewEmail } from './email-send-mutations';
import { bindFiles } from './file-mutations';
import { leavingAt } from './hold-mutations';
import { identifierOf, isIdOf, isSamePerson } from './recipient-rules';
import { personName } from './rules';
import type { LookUpRecipientInput, StartConversationInput } from './schema';
import {
  type AcceptedSend,
  accepted,
  enqueueSend,
  findByClientId,
  hasTaken,
  idUsedTwice,
  sendReply,
} from './send-mutations';
import { requireLength, requireSendable } from './sendable-queries';
import type { LookedUp } from './start-types';

/** Codes by which the API says that it knows nobody of that name. */
const NOBODY: ReadonlySet<string> = new Set(['not_found', 'recipient_unreachable']);

/**
 * Asks the provider who a profile address, public name or phone number is, in the product that the
 * message will go through. Only at the press of a button: typing asks our own rows. Throws
 * `not_found`, `conflict` where the account lacks that product, `gateway`.
 */
export async function lookUpRecipient(
  ctx: Ctx<MemberScope>,
  input: LookUpRecipientInput,
): Promise<LookedUp> {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(and(readsMessagesOf(ctx.scope), sendsFrom(ctx.scope), eq(accounts.id, input.accountId)));
  if (!account) throw notFound('Account');
  const { provider, providerAccountId } = account;
  const asked = identifierOf(provider, input.text);
  if (!asked) return { person: null, why: 'not_an_identifier' };
  try {
    const { providerUserId, publicIdentifier, name, headline, isConnection } = await callGateway(
      ctx,
      account.gatewayId,
      (client) =>
        client.findUser({
          providerAccountId,
          identifier: asked.value,
          linkedinApi: provider === 'LINKEDIN' ? input.linkedinApi : null,
        }),
    );
    if (!isSamePerson(asked, publicIdentifier)) return { person: null, why: 'somebody_else' };
    const shown = personName(provider, name ?? publicIdentifier, providerUserId);
    return { person: { providerUserId, name: shown, headline, isConnection }, why: null };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (NOBODY.has(error.code)) return { person: null, why: 'nobody' };
    if (error.code === 'not_permitted') {
      throw new AppError('conflict', 'The provider does not allow this account to look that up.');
    }
    throw new AppError('gateway', 'The provider did not answer the look-up.', { cause: error });
  }
}

export interface StartedConversation extends AcceptedSend {
  /** There at once where the account has a conversation with this person. */
  conversationId: string | null;
}

/**
 * Begins a conversation, or continues the one that the account has with this person. What is asked is
 * stored with its job before anything leaves, as with a reply; the conversation gets its place when
 * the API has told it. The same intent again gives the same row. Throws `not_found`, `forbidden`,
 * `conflict` for what this account cannot begin.
 */
export async function startConversation(
  ctx: Ctx<MemberScope>,
  input: StartConversationInput,
): Promise<StartedConversation> {
  const text = toStorableText(input.text).replace(/^\s+$/, '');
  const { fileIds = [] } = input;
  if (text === '' && fileIds.length === 0)
    throw new AppError('invalid_input', 'Write a message first.');
  return inTransaction(ctx, async (tx) => {
    const account = await findReadable(tx, input.accountId);
    const known = await findByClientId(tx, input.clientId);
    if (!known) await requireSendable(tx, { accountId: account.id, isReadOnly: false });
    const isEmail = isMailProvider(account.provider);
    requireLength(account.provider, text);
    const email = isEmail
      ? asSender(account, await prepareNewEmail(tx, account, input, text))
      : null;
    const start = email ? toEmailStart(email) : toStoredStart(account, input);
    if (known?.start) {
      const isSame =
        known.authorMemberId === tx.scope.memberId &&
        known.accountId === account.id &&
        known.text === text &&
        isSameStart(known.start, start) &&
        keyOfPeople(known.email) === keyOfPeople(email) &&
        (await hasTaken(tx, known, fileIds));
      if (!isSame) throw idUsedTwice();
      return { ...accepted(known), conversationId: known.conversationId };
    }
    const conversationId = isEmail ? null : await findDirectWith(tx, account.id, start);
    if (conversationId) {
      const { clientId, sendAt } = input;
      const sent = await sendReply(tx, { conversationId, clientId, text, fileIds, sendAt }, null);
      return { ...sent, conversationId };
    }
    if (known) throw idUsedTwice();
    const { chatHoldSeconds } = await getPreferences(tx);
    const [row] = await tx.db
      .insert(sends)
      .values({
        workspaceId: account.workspaceId,
        accountId: account.id,
        start,
        email,
        authorMemberId: tx.scope.memberId,
        clientId: input.clientId,
        text,
        ...leavingAt(input.sendAt, isEmail ? emailHoldSeconds(chatHoldSeconds) : chatHoldSeconds),
      })
      .onConflictDoNothing({ target: [sends.workspaceId, sends.clientId] })
      .returning({ id: sends.id, state: sends.state, heldUntil: sends.heldUntil });
    // The same press came twice at the same moment; the other one is on its way.
    if (!row) throw new AppError('conflict', 'This message is being taken already.');
    const send = { id: row.id, conversationId: null };
    await bindFiles(tx, { fileIds, draftOf: null, send, account });
    await enqueueSend(tx, row.id, row.heldUntil);
    await recordAudit(tx, {
      action: 'message.start',
      entityType: 'send',
      entityId: row.id,
      detail: { accountId: account.id, recipients: start.recipients.length },
    });
    await publish(tx, { kind: 'start.changed', id: row.id, accountId: account.id });
    return { ...accepted(row), conversationId: null };
  });
}

async function findReadable(tx: Ctx<MemberScope>, accountId: string) {
  const [row] = await tx.db
    .select()
    .from(accounts)
    .where(and(readsMessagesOf(tx.scope), eq(accounts.id, accountId)));
  if (!row) throw notFound('Account');
  return row;
}

/** The direct conversation that we hold with this person; an InMail always begins its own. */
async function findDirectWith(
  tx: Ctx,
  accountId: string,
  start: StoredStart,
): Promise<string | null> {
  const [person, ...others] = start.recipients;
  if (!person || others.length > 0 || start.isInmail) return null;
  const [row] = await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.accountId, accountId),
        eq(conversations.kind, 'direct'),
        eq(conversations.attendeeProviderId, person.providerUserId),
        eq(conversations.isReadOnly, false),
        // An InMail, a sponsored message or an offer is not the conversation with that person.
        sql`${conversations.contentType} is null`,
      ),
    )
    .orderBy(desc(conversations.sortAt))
    .limit(1);
  return row?.id ?? null;
}

/** What a person asked for as it is stored, or why this account cannot begin it. */
function toStoredStart(
  account: { provider: Provider; features: readonly string[] },
  input: StartConversationInput,
): StoredStart {
  const { provider, features } = account;
  const verdicts = capabilitiesOf(account);
  const recipients = [
    ...new Map((input.recipients ?? []).map((one) => [one.providerUserId, one])).values(),
  ];
  if (recipients.length === 0) throw new AppError('invalid_input', 'Choose who gets the message.');
  const isGroup = recipients.length > 1;
  if (isGroup && !verdicts.groups.isPossible) throw refusal(verdicts.groups.why);
  const { inmailApi } = input;
  if (inmailApi && !inmailApis(provider, features).includes(inmailApi)) {
    throw refusal(verdicts.inmail.why);
  }
  if (inmailApi && isGroup) throw refusal('An InMail goes to one person.');
  const linkedinApi = provider === 'LINKEDIN' ? (inmailApi ?? 'classic') : null;
  if (linkedinApi && !recipients.every((one) => isIdOf(linkedinApi, one.providerUserId))) {
    throw refusal('Look this person up again: the other product of LinkedIn has its own ids.');
  }
  return {
    recipients,
    title: isGroup ? textOrNull(input.title) : null,
    subject: inmailApi ? textOrNull(input.subject) : null,
    linkedinApi,
    isInmail: inmailApi !== null,
  };
}

/** Several people of an e-mail are no group: each gets it. */
function toEmailStart({ to, cc, bcc, subject }: StoredOutgoingEmail): StoredStart {
  const people = to.length > 0 ? to : [...cc, ...bcc];
  return {
    recipients: people.map(({ address, name }) => ({ providerUserId: address, name })),
    title: null,
    subject: textOrNull(subject),
    linkedinApi: null,
    isInmail: false,
  };
}

function keyOfPeople(email: StoredOutgoingEmail | null): string {
  const lists = email ? [email.to, email.cc, email.bcc] : [];
  return JSON.stringify(lists.map((people) => people.map(({ address }) => address)));
}

function isSameStart(one: StoredStart, other: StoredStart): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ recipients, title, subject, linkedinApi, isInmail }: StoredStart): string {
  const ids = recipients.map(({ providerUserId }) => providerUserId);
  return JSON.stringify([ids, title, subject, linkedinApi, isInmail]);
}

function textOrNull(text: string | null): string | null {
  return toStorableText(text ?? '').trim() || null;
}

function refusal(why: string | null): AppError {
  return new AppError('conflict', why ?? 'This account cannot begin such a conversation.');
}
