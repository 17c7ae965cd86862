import type { Db } from '@/db/client';
import {
  attendees,
  hostedAuthRequests,
  labels,
  memberInvitations,
  notes,
  savedViews,
  sends,
  webhookEvents,
} from '@/db/schema';
import {
  createAccount,
  createConversation,
  createGateway,
  createMember,
  createMessage,
} from '@/db/testing/factories';
import { storeEmail } from '@/db/testing/stored-emails';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { addAttempt } from '../role-matrix/attempt';
import { addImport, addPeople } from '../role-matrix/people';
import { addBrowser, addWaitingFile } from '../role-matrix/provider';
import type { TargetKind } from '../role-matrix/world';

const ACCOUNTS = 8;

/** A workspace in which every name and text stands nowhere else. */
export interface Tenant {
  canaries: readonly string[];
  /** One row of each kind that a route or an action can be pointed at. */
  ids: Readonly<Record<TargetKind, string>>;
  owner: Awaited<ReturnType<typeof createMember>>;
}

/**
 * Fills a workspace with rows of every kind. `shared` are ids as the provider gives them: two
 * workspaces that have the same ones must still not see each other's rows.
 */
export async function fillTenant(
  db: Db,
  workspace: { id: string; name: string },
  shared: string,
): Promise<Tenant> {
  const canaries: string[] = [workspace.name];
  const canary = (what: string) => {
    const text = `${what}-${newId()}`;
    canaries.push(text);
    return text;
  };
  const owner = await createMember(db, workspace, 'owner', {
    name: canary('owner'),
    email: `${canary('mail')}@example.com`,
  });
  const gateway = await createGateway(db, workspace, { keyRing: env().ENCRYPTION_KEYS });
  const inWorkspace = { workspaceId: workspace.id };
  const ids = { none: '', colleague: owner.member.id, session: owner.session.id };
  const none = { account: '', conversation: '', message: '', note: '' };
  let last = { ...none, file: '', email: '', send: '', heldSend: '', scheduledSend: '' };
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const providerId = `${shared}-${index}`;
    const account = await createAccount(db, gateway, {
      ownerMemberId: owner.member.id,
      visibility: index % 2 === 0 ? 'private' : 'team-reply',
      providerAccountId: providerId,
      name: canary('account'),
      handle: canary('handle'),
    });
    const attendee = { accountId: account.id, providerUserId: providerId, ...inWorkspace };
    await db
      .insert(attendees)
      .values({ ...attendee, name: canary('person'), headline: canary('headline') });
    const conversation = await createConversation(db, account, {
      gatewayChatId: providerId,
      attendeeProviderId: providerId,
      title: canary('title'),
      lastMessageText: canary('preview'),
      unreadCount: 1,
    });
    const message = await createMessage(db, conversation, {
      gatewayMessageId: providerId,
      text: canary('message'),
    });
    const [note] = await db
      .insert(notes)
      .values({
        ...inWorkspace,
        accountId: account.id,
        conversationId: conversation.id,
        authorMemberId: owner.member.id,
        clientId: newId(),
        text: canary('note'),
      })
      .returning({ id: notes.id });
    const [send] = await db
      .insert(sends)
      .values({
        ...inWorkspace,
        accountId: account.id,
        conversationId: conversation.id,
        authorMemberId: owner.member.id,
        clientId: newId(),
        text: canary('send'),
        state: 'failed',
        errorCode: 'recipient_unreachable',
      })
      .returning({ id: sends.id });
    const sendId = send?.id ?? '';
    const email = await storeEmail(db, conversation, { plain: canary('email') });
    last = {
      account: account.id,
      conversation: conversation.id,
      message: message.id,
      note: note?.id ?? '',
      file: message.id,
      email: email.message.id,
      send: sendId,
      heldSend: sendId,
      scheduledSend: sendId,
    };
  }
  const expiresAt = new Date(Date.now() + 86_400_000);
  const member = { memberId: owner.member.id, gatewayId: gateway.id, ...inWorkspace };
  const [invitation] = await db
    .insert(memberInvitations)
    .values({
      ...inWorkspace,
      email: `${canary('invited')}@example.com`,
      role: 'member',
      invitedByMemberId: owner.member.id,
      expiresAt,
    })
    .returning({ id: memberInvitations.id });
  const [event] = await db
    .insert(webhookEvents)
    .values({
      ...inWorkspace,
      gatewayId: gateway.id,
      origin: 'webhook',
      body: Buffer.from(JSON.stringify({ event: canary('event') })),
      state: 'quarantined',
      reason: 'unknown_event',
      processedAt: new Date(),
    })
    .returning({ id: webhookEvents.id });
  const [label] = await db
    .insert(labels)
    .values({ ...inWorkspace, name: canary('label') })
    .returning({ id: labels.id });
  const [sharedView] = await db
    .insert(savedViews)
    .values({
      ...inWorkspace,
      memberId: owner.member.id,
      name: canary('view'),
      search: '',
      isShared: true,
    })
    .returning({ id: savedViews.id });
  const [request] = await db
    .insert(hostedAuthRequests)
    .values({ ...member, type: 'create', accountId: last.account, state: 'completed', expiresAt })
    .returning({ id: hostedAuthRequests.id });
  if (!invitation || !event || !label || !sharedView || !request)
    throw new Error('The tenant is incomplete.');
  const rows = {
    upload: await addWaitingFile(db, workspace.id, owner.member.id, canary('file')),
    invitation: invitation.id,
    event: event.id,
    label: label.id,
    sharedView: sharedView.id,
    request: request.id,
    attempt: await addAttempt(db, owner.member, gateway.id, null),
    import: await addImport(db, owner.member, canary('import')),
    person: await addPeople(db, { ...inWorkspace, id: last.account }, 'person', canary('contact')),
    merge: await addPeople(db, { ...inWorkspace, id: last.account }, 'merge', canary('contact')),
    gateway: gateway.id,
    emptyGateway: gateway.id,
    browser: await addBrowser(db, owner.member),
  };
  return { canaries, owner, ids: { ...ids, ...last, ...rows } };
}
