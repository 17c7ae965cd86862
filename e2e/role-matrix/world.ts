import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  accounts,
  auditLog,
  labels,
  memberInvitations,
  members,
  savedViews,
  sends,
  sessions,
} from '@/db/schema';
import {
  createConversation,
  createGateway,
  createMember,
  createMessage,
  createNote,
  createWorkspace,
} from '@/db/testing/factories';
import { storeEmail } from '@/db/testing/stored-emails';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import type { RunningSandbox } from '@/sandbox/server';
import type { Team } from '../support/fixtures';
import { addAttempt, addRequest } from './attempt';
import { fingerprint } from './fingerprint';
import { addImport, addPeople } from './people';
import {
  addBrowser,
  addEmptyGateway,
  addFile,
  addStrangeEvent,
  addWaitingFile,
  sandboxAccount,
} from './provider';

export const PRINCIPALS = [
  'owner',
  'admin',
  'lead',
  'member',
  'viewer',
  'removed',
  'otherOwner',
  'expired',
  'anonymous',
] as const;
export type Principal = (typeof PRINCIPALS)[number];
export const SIGNED_OUT: readonly Principal[] = ['removed', 'expired', 'anonymous'];

type Member = Awaited<ReturnType<typeof createMember>>;

export type TargetKind =
  | 'none'
  | 'account'
  | 'conversation'
  | 'message'
  | 'note'
  | 'file'
  | 'email'
  | 'send'
  | 'heldSend'
  | 'scheduledSend'
  | 'upload'
  | 'invitation'
  | 'colleague'
  | 'gateway'
  | 'emptyGateway'
  | 'browser'
  | 'session'
  | 'person'
  | 'merge'
  | 'import'
  | 'event'
  | 'label'
  | 'sharedView'
  | 'request'
  | 'attempt';

export interface World {
  cookies: Record<Principal, string>;
  /** A fresh row of the workspace; accounts and what hangs on them belong to `member`, private. */
  makeOwn(kind: TargetKind, principal: Principal): Promise<string>;
  /** The same in the other workspace, made once for each kind. */
  foreign(kind: TargetKind): Promise<string>;
  /** The name that only this row has: whoever is refused the row must not read it anywhere. */
  canaryOf(id: string): string | undefined;
  /** Audit rows of what people did in the workspace under test. */
  countAudits(): Promise<number>;
  /** Changes when anything that matters was written in either workspace. */
  fingerprint(): Promise<string>;
}

export async function createWorld(parts: {
  db: Db;
  team: Team;
  sandbox: RunningSandbox;
}): Promise<World> {
  const { db, team } = parts;
  const people: Record<Principal, Member | null> = {
    owner: await team.addMember('owner'),
    admin: await team.addMember('admin'),
    lead: await team.addMember('lead'),
    member: await team.addMember('member'),
    viewer: await team.addMember('viewer'),
    removed: await team.addMember('admin'),
    expired: await team.addMember('owner'),
    otherOwner: null,
    anonymous: null,
  };
  const otherWorkspace = await createWorkspace(db, 'Other');
  const otherOwner = await createMember(db, otherWorkspace, 'owner');
  people.otherOwner = otherOwner;
  const otherGateway = await createGateway(db, otherWorkspace, {
    keyRing: env().ENCRYPTION_KEYS,
  });
  const removed = mustHave(people.removed);
  const expired = mustHave(people.expired);
  await db.update(members).set({ removedAt: new Date() }).where(eq(members.id, removed.member.id));
  await db
    .update(sessions)
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where(eq(sessions.id, expired.session.id));

  const canaries = new Map<string, string>();
  const own = makers({
    canaries,
    db,
    workspaceId: team.workspace.id,
    gatewayId: team.gatewayId,
    holder: mustHave(people.member),
    inviter: mustHave(people.owner),
    people,
    sandbox: parts.sandbox,
  });
  const others = makers({
    canaries,
    db,
    workspaceId: otherWorkspace.id,
    gatewayId: otherGateway.id,
    holder: otherOwner,
    inviter: otherOwner,
    people: { ...people, member: otherOwner },
    sandbox: null,
  });
  const foreignIds = new Map<TargetKind, string>();
  const cookies = Object.fromEntries(
    await Promise.all(
      PRINCIPALS.map(async (principal) => {
        const person = people[principal];
        return [principal, person ? await team.cookieOf(person) : ''];
      }),
    ),
  ) as Record<Principal, string>;

  return {
    cookies,
    makeOwn: (kind, principal) => own(kind, principal),
    async foreign(kind) {
      const known = foreignIds.get(kind) ?? (await others(kind, 'member'));
      foreignIds.set(kind, known);
      return known;
    },
    canaryOf: (id) => canaries.get(id),
    countAudits: () =>
      db.$count(
        auditLog,
        and(eq(auditLog.workspaceId, team.workspace.id), isNotNull(auditLog.actorMemberId)),
      ),
    fingerprint: () => fingerprint(db, [team.workspace.id, otherWorkspace.id]),
  };
}

function mustHave<T>(value: T | null): T {
  if (value === null) throw new Error('The world is incomplete.');
  return value;
}

interface MakerParts {
  db: Db;
  workspaceId: string;
  gatewayId: string;
  holder: Member;
  inviter: Member;
  people: Record<Principal, Member | null>;
  sandbox: RunningSandbox | null;
  canaries: Map<string, string>;
}

function makers(parts: MakerParts): (kind: TargetKind, principal: Principal) => Promise<string> {
  const { db, workspaceId } = parts;
  const newCanary = () => `canary-${newId()}`;
  const keep = <T extends { id: string; name?: string; title?: string | null }>(row: T): T => {
    parts.canaries.set(row.id, row.name ?? row.title ?? '');
    return row;
  };
  const account = async () => {
    const providerAccountId = parts.sandbox ? await sandboxAccount(parts.sandbox) : newId();
    const held = {
      ownerMemberId: parts.holder.member.id,
      visibility: 'private' as const,
      name: newCanary(),
    };
    // The worker may find it at the API at this very moment, as an account of nobody.
    const [row] = await db
      .insert(accounts)
      .values({
        workspaceId,
        gatewayId: parts.gatewayId,
        provider: 'LINKEDIN',
        providerAccountId,
        status: 'connected',
        rawStatus: 'OK',
        statusSince: new Date(),
        lastOkAt: new Date(),
        ...held,
      })
      .onConflictDoUpdate({ target: [accounts.gatewayId, accounts.providerAccountId], set: held })
      .returning();
    return keep(mustHave(row ?? null));
  };
  const conversation = async () =>
    keep(await createConversation(db, await account(), { title: newCanary() }));

  return async (kind, principal) => {
    switch (kind) {
      case 'none':
        return '';
      case 'account':
        return (await account()).id;
      case 'conversation':
        return (await conversation()).id;
      case 'message':
        return (await createMessage(db, await conversation())).id;
      case 'note':
        return (await createNote(db, await conversation(), parts.holder)).id;
      case 'file':
        return addFile(db, await conversation(), parts.sandbox);
      case 'email': {
        const { email } = await storeEmail(db, await conversation(), { plain: newCanary() });
        return email.messageId;
      }
      case 'heldSend':
      case 'scheduledSend':
      case 'send': {
        const { id: conversationId, accountId } = await conversation();
        const inAnHour = new Date(Date.now() + 3_600_000);
        return firstId(
          db
            .insert(sends)
            .values({
              workspaceId,
              accountId,
              conversationId,
              authorMemberId: parts.holder.member.id,
              clientId: newId(),
              text: 'Tuesday?',
              ...(kind === 'send'
                ? { state: 'failed', errorCode: 'recipient_unreachable' }
                : { state: 'held', heldUntil: inAnHour }),
              ...(kind === 'scheduledSend' && { scheduledFor: inAnHour }),
            })
            .returning({ id: sends.id }),
        );
      }
      case 'sharedView': {
        const memberId = parts.holder.member.id;
        const shared = { workspaceId, memberId, name: newCanary(), search: '', isShared: true };
        const [view] = await db.insert(savedViews).values(shared).returning();
        return keep(mustHave(view ?? null)).id;
      }
      case 'label':
        return keep(
          mustHave(
            (await db.insert(labels).values({ workspaceId, name: newCanary() }).returning())[0] ??
              null,
          ),
        ).id;
      case 'upload':
        return addWaitingFile(db, workspaceId, parts.holder.member.id);
      case 'invitation':
        return firstId(
          db
            .insert(memberInvitations)
            .values({
              workspaceId,
              email: `invited-${newId()}@example.com`,
              role: 'member',
              invitedByMemberId: parts.inviter.member.id,
              expiresAt: new Date(Date.now() + 86_400_000),
            })
            .returning({ id: memberInvitations.id }),
        );
      case 'person':
      case 'merge': {
        const name = newCanary();
        return keep({ id: await addPeople(db, await account(), kind, name), name }).id;
      }
      case 'import': {
        const name = newCanary();
        const id = await addImport(db, parts.holder.member, name);
        return keep({ id, name }).id;
      }
      case 'gateway':
        return parts.gatewayId;
      case 'emptyGateway':
        return addEmptyGateway(db, workspaceId);
      case 'browser':
        return addBrowser(db, parts.holder.member);
      case 'colleague':
        return (await createMember(db, { id: workspaceId }, 'member')).member.id;
      case 'session': {
        // For the other workspace's owner it is a session of somebody here.
        const person = principal === 'otherOwner' ? null : parts.people[principal];
        const userId = (person ?? parts.holder).user.id;
        const expiresAt = new Date(Date.now() + 86_400_000);
        return firstId(
          db
            .insert(sessions)
            .values({ userId, method: 'test', expiresAt })
            .returning({ id: sessions.id }),
        );
      }
      case 'event':
        return addStrangeEvent(db, { workspaceId, gatewayId: parts.gatewayId });
      case 'attempt':
        return addAttempt(db, parts.holder.member, parts.gatewayId, parts.sandbox);
      case 'request':
        return addRequest(db, parts.holder.member, parts.gatewayId);
    }
  };
}

async function firstId(rows: PromiseLike<{ id: string }[]>): Promise<string> {
  const [row] = await rows;
  if (!row) throw new Error('Nothing was inserted.');
  return row.id;
}
