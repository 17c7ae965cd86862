import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import {
  attendees,
  conversationAttendees,
  conversations,
  people,
  personIdentities,
} from '@/db/schema';
import { createAccount, createGateway, createMember, createTeam } from '@/db/testing/factories';
import { createAttendee, createContact, createInvitation } from '@/db/testing/people-world';
import { testDb } from '@/db/testing/test-db';
import { toCursor } from '@/lib/core/cursor';
import { systemCtx } from '@/lib/jobs/system-scope';
import { linkPeople, pollPeople } from './handlers';
import { exportPeople, listPeople } from './queries';
import { rank } from './rank-queries';
import { EVERYBODY } from './rules';
import type { PeopleFilter } from './types';

const test = testDb();
const signal = new AbortController().signal;
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.UTC(2026, 10, 20) - days * DAY_MS);

/** Jane's account, which the team may read, and a private one of Omar's. */
async function start() {
  const team = await createTeam(test.db);
  const privateAccount = await createAccount(test.db, team.gateway, {
    ownerMemberId: team.omar.member.id,
    visibility: 'private',
    name: 'Omar, private',
  });
  const link = () =>
    linkPeople({ workspaceId: team.workspace.id }, systemCtx(test.db, team.workspace.id), {
      signal,
    });
  const list = async (filter: Partial<PeopleFilter> = {}, who = team.jane, cursor?: string) =>
    listPeople(who.ctx, { filter: { ...EVERYBODY, ...filter }, cursor });
  return {
    ...team,
    privateAccount,
    link,
    list,
    names: async (filter?: Partial<PeopleFilter>, who = team.jane) =>
      (await list(filter, who)).items.map(({ name }) => name),
  };
}

describe('linking', () => {
  it('gives one person to one identity over all accounts, and never one to a name', async () => {
    const { account, privateAccount, gateway, workspace, link } = await start();
    const mailbox = await createAccount(test.db, gateway, { provider: 'GOOGLE' });
    const imap = await createAccount(test.db, gateway, { provider: 'MAIL' });
    const same = 'ACoAAA-mira';
    const rows = [
      await createAttendee(test.db, account, { providerUserId: same, name: 'Mira Olsen' }),
      await createAttendee(test.db, privateAccount, { providerUserId: same, name: 'M. Olsen' }),
      await createAttendee(test.db, account, { name: 'Mira Olsen' }),
      await createAttendee(test.db, mailbox, { providerUserId: 'mira@norda.test' }),
      await createAttendee(test.db, imap, { providerUserId: 'mira@norda.test' }),
    ];
    await createAttendee(test.db, account, { isSelf: true });
    await link();
    const linked = await test.db
      .select({ id: attendees.id, identityId: attendees.identityId, isSelf: attendees.isSelf })
      .from(attendees)
      .where(eq(attendees.workspaceId, workspace.id));
    const identity = (row: { id: string }) => linked.find(({ id }) => id === row.id)?.identityId;
    const [a, b, namesake, mail, otherMail] = rows.map(identity);
    expect(a).toBeTruthy();
    expect(b).toBe(a);
    expect(namesake).not.toBe(a);
    expect(otherMail).toBe(mail);
    expect(linked.filter(({ isSelf }) => isSelf)).toMatchObject([{ identityId: null }]);
    expect(await test.db.$count(people, eq(people.workspaceId, workspace.id))).toBe(3);
  });

  it('twice, at once and of another workspace ends in the same rows', async () => {
    const one = await start();
    const two = await start();
    const shared = 'ACoAAA-shared';
    for (const { account } of [one, two]) {
      await createAttendee(test.db, account, { providerUserId: shared });
      await createInvitation(test.db, account, { providerUserId: shared });
      for (let index = 0; index < 40; index += 1) await createAttendee(test.db, account);
    }
    await Promise.all([one.link(), one.link(), two.link()]);
    await one.link();
    for (const { workspace } of [one, two]) {
      expect(await test.db.$count(people, eq(people.workspaceId, workspace.id))).toBe(41);
      expect(
        await test.db.$count(personIdentities, eq(personIdentities.workspaceId, workspace.id)),
      ).toBe(41);
    }
    const { rows } = await test.db.execute(sql`select 1 from attendees a
      join person_identities i on i.id = a.identity_id where i.workspace_id <> a.workspace_id`);
    expect(rows).toEqual([]);
  });

  it('is asked for only where somebody waits for it', async () => {
    const { account, workspace, link } = await start();
    const waiting = async () => {
      await test.db.execute(sql`delete from graphile_worker._private_jobs`);
      await pollPeople({}, test.db);
      const { rows } = await test.db.execute<{ payload: { workspaceId: string } }>(
        sql`select payload from graphile_worker._private_jobs`,
      );
      return rows.some(({ payload }) => payload.workspaceId === workspace.id);
    };
    expect(await waiting()).toBe(false);
    await createInvitation(test.db, account, { providerUserId: null });
    expect(await waiting()).toBe(false);
    await createAttendee(test.db, account);
    expect(await waiting()).toBe(true);
    await link();
    expect(await waiting()).toBe(false);
  });
});

describe('the list', () => {
  it('has who was in touch last first, each once, page by page', async () => {
    const { account, link, list } = await start();
    for (let index = 0; index < 60; index += 1) {
      await createContact(test.db, account, {
        name: `Person ${index}`,
        lastMessageAt: daysAgo(index),
      });
    }
    await createContact(test.db, account, { name: 'Only in a group', kind: 'group' });
    await createInvitation(test.db, account, { name: 'Noor Haddad', sentAbout: daysAgo(1.5) });
    await link();
    const first = await list();
    expect(first.items.slice(0, 3).map(({ name }) => name)).toEqual([
      'Person 0',
      'Person 1',
      'Noor Haddad',
    ]);
    expect(first.items).toHaveLength(50);
    const second = await list({}, undefined, first.cursor ?? '');
    expect(second.cursor).toBeNull();
    const all = [...first.items, ...second.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(62);
    expect(all.at(-1)).toMatchObject({ name: 'Only in a group', lastTouchAt: null });
    expect(all[0]).toMatchObject({
      lastTouchAt: daysAgo(0).toISOString(),
      ownerName: 'Jane Ruiz',
      channels: ['LINKEDIN'],
    });
  });

  it('is the same whether the newest conversations tell it or all of them, also with snoozes that ended', async () => {
    const { account, privateAccount, gateway, omar, jane, link } = await start();
    const shared = await createAccount(test.db, gateway, {
      ownerMemberId: omar.member.id,
      visibility: 'team-read',
    });
    let seed = 11;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let index = 0; index < 80; index += 1) {
      const where = [account, shared, privateAccount][next(3)] ?? account;
      const { conversation } = await createContact(test.db, where, {
        name: `Person ${index}`,
        kind: (['direct', 'email', 'group'] as const)[next(3)],
        lastMessageAt: daysAgo(next(30)),
      });
      // A second conversation of somebody known, and one that came back from a snooze.
      const [attendee] = await test.db.select().from(attendees).orderBy(sql`random()`).limit(1);
      if (
        attendee &&
        attendee.workspaceId === where.workspaceId &&
        attendee.accountId === where.id
      ) {
        await test.db
          .insert(conversationAttendees)
          .values({
            conversationId: conversation.id,
            attendeeId: attendee.id,
          })
          .onConflictDoNothing();
      }
      if (next(5) === 0) {
        await test.db
          .update(conversations)
          .set({ sortAt: new Date() })
          .where(eq(conversations.id, conversation.id));
      }
      if (next(4) === 0) {
        await createInvitation(test.db, where, { sentAbout: daysAgo(next(30)) });
      }
    }
    await link();
    const accountIds = [account.id, shared.id];
    let told = 0;
    for (const newest of [1, 10, 40, 70, 500]) {
      let cursor: string | undefined;
      for (;;) {
        const reach = { filter: EVERYBODY, cursor, limit: 7, accountIds, through: accountIds };
        const all = await rank(jane.ctx, reach, 0);
        expect(await rank(jane.ctx, reach, newest)).toEqual(all);
        const last = all.at(-1);
        if (!last || all.length < 7) break;
        told += 1;
        cursor = toCursor(last.at, last.id);
      }
    }
    expect(told).toBeGreaterThan(20);
  });

  it('shows of private accounts of colleagues nobody, and no name that they alone know', async () => {
    const { account, privateAccount, link, list, names, omar, gateway } = await start();
    const shared = { providerUserId: '491701234567@s.whatsapp.net' };
    const whatsapp = await createAccount(test.db, gateway, {
      provider: 'WHATSAPP',
      visibility: 'team-read',
      ownerMemberId: omar.member.id,
    });
    const hidden = await createAccount(test.db, gateway, {
      provider: 'WHATSAPP',
      visibility: 'private',
      ownerMemberId: omar.member.id,
    });
    await createContact(test.db, whatsapp, { ...shared, name: null, lastMessageAt: daysAgo(9) });
    await createContact(test.db, hidden, {
      ...shared,
      name: 'Mum',
      headline: 'Retired',
      lastMessageAt: daysAgo(1),
    });
    await createContact(test.db, privateAccount, { name: 'Secret Contact' });
    await createInvitation(test.db, privateAccount, { name: 'Secret Guest' });
    await createContact(test.db, account, { name: 'Ben Adeyemi', lastMessageAt: daysAgo(2) });
    await link();
    const [ben, number, ...others] = (await list()).items;
    expect(ben?.name).toBe('Ben Adeyemi');
    expect(number).toMatchObject({
      name: '+491701234567',
      headline: null,
      lastTouchAt: daysAgo(9).toISOString(),
    });
    expect(others).toEqual([]);
    expect(await names({ q: 'Mum' })).toEqual([]);
    expect(await names({ q: 'Secret' })).toEqual([]);
    expect(await names({ accountId: privateAccount.id })).toEqual([]);
    expect((await list()).accounts.map(({ id }) => id)).not.toContain(privateAccount.id);
    expect((await names({}, omar)).sort()).toEqual([
      'Ben Adeyemi',
      'Mum',
      'Secret Contact',
      'Secret Guest',
    ]);
    for (const role of ['owner', 'admin', 'lead', 'viewer'] as const) {
      const who = await createMember(test.db, { id: account.workspaceId }, role);
      expect(await names({ q: 'Secret' }, who)).toEqual([]);
    }
  });

  it('names a removed account as one, behind the others', async () => {
    const { list, gateway, jane } = await start();
    const fields = { name: 'A first one', ownerMemberId: jane.member.id };
    const removed = { ...fields, status: 'removed', removedAt: new Date() } as const;
    const { id } = await createAccount(test.db, gateway, removed);
    const { accounts: all } = await list();
    expect(all.at(-1)).toMatchObject({ id, name: 'A first one', isRemoved: true });
    expect(all.slice(0, -1).every(({ isRemoved }) => !isRemoved)).toBe(true);
  });

  it('of another workspace is another list', async () => {
    const one = await start();
    const two = await start();
    await createContact(test.db, one.account, { name: 'Mira Olsen' });
    await one.link();
    expect(await two.names()).toEqual([]);
    expect(await two.names({ accountId: one.account.id })).toEqual([]);
  });

  it('is narrowed by channel, account, owner, words and an open invitation', async () => {
    const { account, gateway, omar, link, names, list, workspace } = await start();
    const mailbox = await createAccount(test.db, gateway, {
      provider: 'GOOGLE',
      name: 'Sales mailbox',
      visibility: 'team-reply',
      ownerMemberId: omar.member.id,
    });
    await createContact(test.db, account, {
      name: 'Ana Ruiz',
      headline: 'VP Sales, Norda',
      lastMessageAt: daysAgo(1),
    });
    await createContact(test.db, mailbox, {
      kind: 'email',
      name: 'Bo Lind',
      providerUserId: 'bo@norda.test',
      lastMessageAt: daysAgo(2),
    });
    await createInvitation(test.db, account, { name: 'Waiting', sentAbout: daysAgo(3) });
    await createInvitation(test.db, account, {
      name: 'Over',
      sentAbout: daysAgo(4),
      goneAt: daysAgo(1),
    });
    await link();
    expect(await names()).toEqual(['Ana Ruiz', 'Bo Lind', 'Waiting', 'Over']);
    expect(await names({ channel: 'EMAIL' })).toEqual(['Bo Lind']);
    expect(await names({ channel: 'LINKEDIN' })).toEqual(['Ana Ruiz', 'Waiting', 'Over']);
    expect(await names({ accountId: mailbox.id })).toEqual(['Bo Lind']);
    expect(await names({ owner: omar.member.id })).toEqual(['Bo Lind']);
    expect(await names({ hasInvitation: true })).toEqual(['Waiting']);
    expect(await names({ q: 'nord' })).toEqual(['Ana Ruiz', 'Bo Lind']);
    expect(await names({ q: 'bo@norda.test' })).toEqual(['Bo Lind']);
    expect(await names({ q: 'vp ana' })).toEqual(['Ana Ruiz']);
    expect(await names({ q: '…' })).toHaveLength(4);
    expect((await list()).items.find(({ name }) => name === 'Bo Lind')?.ownerName).toBe(
      'Omar Haddad',
    );
    const foreign = await createGateway(test.db, workspace);
    expect(await names({ accountId: foreign.id })).toEqual([]);
  });

  it('goes out as a file that runs nothing in a spreadsheet', async () => {
    const { account, jane, link } = await start();
    await createContact(test.db, account, {
      name: '=HYPERLINK("https://x.test")',
      headline: '+1, "quoted"',
      lastMessageAt: daysAgo(0),
    });
    await createContact(test.db, account, { name: 'Ana Ruiz', lastMessageAt: daysAgo(1) });
    await link();
    const csv = await exportPeople(jane.ctx, { filter: EVERYBODY });
    expect(csv.split('\r\n')).toEqual([
      '\ufeff"Name","Headline","Channels","Last touch","Owner"',
      `"'=HYPERLINK(""https://x.test"")","'+1, ""quoted""","LINKEDIN","${daysAgo(0).toISOString()}","Jane Ruiz"`,
      `"Ana Ruiz","","LINKEDIN","${daysAgo(1).toISOString()}","Jane Ruiz"`,
      '',
    ]);
  });
});
