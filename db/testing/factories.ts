import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  accountReads,
  accounts,
  conversations,
  gateways,
  memberPreferences,
  members,
  messages,
  notes,
  sessions,
  users,
  workspaces,
} from '@/db/schema';
import { type Ctx, type MemberScope, mintMemberScope, type Role } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { encrypt, hashToken, type KeyRing } from '@/lib/core/secrets';

/** A key ring for tests that set none in the environment. */
export const TEST_KEY_RING: KeyRing = [{ version: 'v1', key: randomBytes(32) }];

export interface TestWorkspace {
  id: string;
  name: string;
}

export async function createWorkspace(db: Db, name = 'Acme'): Promise<TestWorkspace> {
  const [row] = await db.insert(workspaces).values({ name }).returning();
  if (!row) throw new Error('no workspace');
  return row;
}

/** A member with a session and the context that a request of theirs would have. */
export async function createMember(
  db: Db,
  workspace: { id: string },
  role: Role,
  fields: { name?: string; email?: string } = {},
) {
  const email = fields.email ?? `${role}-${newId()}@example.com`;
  const [user] = await db
    .insert(users)
    .values({ email, name: fields.name ?? `A ${role}`, emailVerifiedAt: new Date() })
    .returning();
  if (!user) throw new Error('no user');
  const [member] = await db
    .insert(members)
    .values({ workspaceId: workspace.id, userId: user.id, role })
    .returning();
  const [session] = await db
    .insert(sessions)
    .values({ userId: user.id, method: 'test', expiresAt: new Date(Date.now() + 86_400_000) })
    .returning();
  if (!member || !session) throw new Error('no member');
  const scope = mintMemberScope({
    workspaceId: workspace.id,
    memberId: member.id,
    userId: user.id,
    sessionId: session.id,
    role,
  });
  const ctx: Ctx<MemberScope> = { db, scope };
  return { user, member, session, ctx };
}

/** For how long the member's messages can be taken back; 0 sends at once. */
export async function setChatHold(
  db: Db,
  member: { id: string; workspaceId: string },
  chatHoldSeconds: number,
): Promise<void> {
  await db
    .insert(memberPreferences)
    .values({ memberId: member.id, workspaceId: member.workspaceId, chatHoldSeconds })
    .onConflictDoUpdate({ target: memberPreferences.memberId, set: { chatHoldSeconds } });
}

/** A gateway whose webhook secret is `secret`. The API key is sealed with `keyRing`. */
export async function createGateway(
  db: Db,
  workspace: { id: string },
  fields: {
    dialect?: typeof gateways.$inferInsert.dialect;
    baseUrl?: string;
    apiKey?: string;
    secret?: string;
    keyRing?: KeyRing;
  } = {},
) {
  const id = newId();
  const [row] = await db
    .insert(gateways)
    .values({
      id,
      workspaceId: workspace.id,
      name: 'Test gateway',
      dialect: fields.dialect ?? 'unipile-v1',
      baseUrl: fields.baseUrl ?? `http://127.0.0.1:9/${id}`,
      apiKeySealed: encrypt(fields.keyRing ?? TEST_KEY_RING, fields.apiKey ?? 'sandbox-key', id),
      webhookSecretHashes: [hashToken(fields.secret ?? 'webhook-secret')],
    })
    .returning();
  if (!row) throw new Error('no gateway');
  return row;
}

type AccountFields = Partial<typeof accounts.$inferInsert>;

/** A connected LinkedIn account, evidence fresh, unless `fields` say otherwise. */
export async function createAccount(
  db: Db,
  gateway: { id: string; workspaceId: string },
  fields: AccountFields = {},
) {
  const now = new Date();
  const [row] = await db
    .insert(accounts)
    .values({
      workspaceId: gateway.workspaceId,
      gatewayId: gateway.id,
      provider: 'LINKEDIN',
      providerAccountId: newId(),
      identity: `identity-${newId()}`,
      name: 'Jane Ruiz',
      status: 'connected',
      rawStatus: 'OK',
      statusSince: now,
      lastOkAt: now,
      lastCheckedAt: now,
      syncStartedAt: now,
      syncFinishedAt: now,
      ...fields,
    })
    .returning();
  if (!row) throw new Error('no account');
  return row;
}

/**
 * Jane Ruiz, who owns an account that the team may answer from, and her colleague Omar Haddad.
 * `fields` are those of the account.
 */
export async function createTeam(db: Db, fields: AccountFields = {}) {
  const workspace = await createWorkspace(db);
  const jane = await createMember(db, workspace, 'member', { name: 'Jane Ruiz' });
  const omar = await createMember(db, workspace, 'member', { name: 'Omar Haddad' });
  const gateway = await createGateway(db, workspace);
  const account = await createAccount(db, gateway, {
    ownerMemberId: jane.member.id,
    visibility: 'team-reply',
    ...fields,
  });
  return { workspace, jane, omar, gateway, account };
}

type ConversationFields = Partial<typeof conversations.$inferInsert>;

export async function createConversation(
  db: Db,
  account: { id: string; workspaceId: string },
  fields: ConversationFields = {},
) {
  const [row] = await db
    .insert(conversations)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      gatewayChatId: newId(),
      providerChatId: newId(),
      kind: 'direct',
      title: 'Mira Olsen',
      lastMessageAt: new Date(),
      sortAt: fields.lastMessageAt ?? new Date(),
      ...fields,
    })
    .returning();
  if (!row) throw new Error('no conversation');
  return row;
}

type MessageFields = Partial<typeof messages.$inferInsert>;

export async function createMessage(
  db: Db,
  conversation: { id: string; accountId: string; workspaceId: string },
  fields: MessageFields = {},
) {
  const [row] = await db
    .insert(messages)
    .values({
      workspaceId: conversation.workspaceId,
      accountId: conversation.accountId,
      conversationId: conversation.id,
      gatewayMessageId: newId(),
      providerMessageId: newId(),
      senderProviderId: 'provider-user',
      isOurs: false,
      text: 'Tuesday works for me.',
      sentAt: new Date(),
      ...fields,
    })
    .returning();
  if (!row) throw new Error('no message');
  const { accountId, workspaceId } = row;
  await db
    .insert(accountReads)
    .values({ accountId, workspaceId, messageCount: 1 })
    .onConflictDoUpdate({
      target: accountReads.accountId,
      set: { messageCount: sql`${accountReads.messageCount} + 1` },
    });
  return row;
}

/** What a member said to the team in a conversation. */
export async function createNote(
  db: Db,
  conversation: { id: string; accountId: string; workspaceId: string },
  author: { member: { id: string } },
  fields: Partial<typeof notes.$inferInsert> = {},
) {
  const [row] = await db
    .insert(notes)
    .values({
      workspaceId: conversation.workspaceId,
      accountId: conversation.accountId,
      conversationId: conversation.id,
      authorMemberId: author.member.id,
      clientId: newId(),
      text: 'Careful.',
      ...fields,
    })
    .returning();
  if (!row) throw new Error('no note');
  return row;
}
