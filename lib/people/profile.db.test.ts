import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, personIdentities, personProfiles } from '@/db/schema';
import { createAccount, createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { createContact } from '@/db/testing/people-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { linkPeople } from './handlers';
import { distinguishPeople, mergePeople } from './mutations';
import { getPerson } from './person-queries';
import { rereadSections } from './profile-handlers';
import { lookUpProfile } from './profile-mutations';
import { listPeople } from './queries';
import { EVERYBODY } from './rules';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const signal = new AbortController().signal;

/** Jane's LinkedIn account in a sandbox, and Mira there, whose profile names an address and a number. */
async function start() {
  const world = await startInboxWorld(test.db, test.pool);
  const { account, sandbox, workspace, owner } = world;
  const mira = await sandbox.control<{ providerId: string; publicIdentifier: string }>(
    'POST',
    `/accounts/${account.providerAccountId}/contacts`,
    { name: 'Mira Olsen', emails: ['Mira@Norda.test'], phones: ['+49 170 123 4567'] },
  );
  await createContact(test.db, account, { name: 'Mira Olsen', providerUserId: mira.providerId });
  const link = () => linkPeople({ workspaceId: workspace.id }, world.ctx, { signal });
  await link();
  const idOf = async (name: string) => {
    const { items } = await listPeople(owner.ctx, { filter: { ...EVERYBODY, q: name } });
    const id = items.find((one) => one.name === name)?.id;
    if (!id) throw new Error(`${name} is not listed.`);
    return id;
  };
  const personId = await idOf('Mira Olsen');
  const [identity] = await test.db
    .select()
    .from(personIdentities)
    .where(eq(personIdentities.personId, personId));
  const key = { identityId: identity?.id ?? '', accountId: account.id };
  const countAsked = async () => {
    const { requests } = await sandbox.control<{ requests: { path: string }[] }>('GET', '/log');
    return requests.filter(({ path }) => path.startsWith('/api/v1/users/')).length;
  };
  return {
    ...world,
    mira,
    link,
    idOf,
    personId,
    key,
    countAsked,
    throttle: (throttledSections: string[]) =>
      sandbox.control('POST', '/options', { throttledSections }),
    lookUp: (ctx = owner.ctx) => lookUpProfile(ctx, { personId, ...key }),
    person: (ctx = owner.ctx) => getPerson(ctx, { personId }),
    /** As if it had been read an hour ago. */
    grow: () =>
      test.db
        .update(personProfiles)
        .set({ readAt: new Date(Date.now() - 3_600_000) })
        .where(eq(personProfiles.identityId, key.identityId)),
    jobs: async () =>
      (
        await test.db.execute<{ payload: { tries: number }; run_at: string }>(
          sql`select payload, run_at from graphile_worker._private_jobs j
            join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'people.reread-sections'`,
        )
      ).rows,
  };
}

describe('a look-up', () => {
  it('asks LinkedIn at the press alone, once, and says as of when it is', async () => {
    const { lookUp, person, countAsked, workspace, key } = await start();
    const before = await person();
    expect(before).toMatchObject({ profile: null, lookUp: { ...key, accountName: 'Jane Ruiz' } });
    expect(await countAsked()).toBe(0);
    await lookUp();
    await lookUp();
    expect(await countAsked()).toBe(1);
    const { profile } = await person();
    expect(profile).toMatchObject({
      name: 'Mira Olsen',
      accountName: 'Jane Ruiz',
      isConnection: false,
      throttledSections: [],
    });
    expect(profile?.experience).toHaveLength(1);
    expect(Date.parse(profile?.readAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    const audits = await test.db.$count(
      auditLog,
      and(eq(auditLog.workspaceId, workspace.id), eq(auditLog.action, 'person.looked_up')),
    );
    expect(audits).toBe(1);
  });

  it('that finds sections held back keeps what was known and asks for them again, with longer and longer pauses', async () => {
    const { lookUp, person, throttle, grow, jobs, key, workspace, ctx, countAsked } = await start();
    await lookUp();
    expect(await jobs()).toHaveLength(0);
    await grow();
    await throttle(['experience', 'skills']);
    await lookUp();
    expect((await person()).profile).toMatchObject({
      throttledSections: ['experience', 'skills'],
      experience: [{ place: expect.any(String) }],
      skills: ['Logistics'],
    });
    const [job] = await jobs();
    expect(job?.payload).toMatchObject({ ...key, tries: 1 });
    expect(Date.parse(job?.run_at ?? '')).toBeGreaterThan(Date.now() + 4 * 60_000);
    const again = (tries: number) =>
      rereadSections({ workspaceId: workspace.id, ...key, tries }, ctx);
    await throttle(['skills']);
    await again(1);
    expect((await person()).profile?.throttledSections).toEqual(['skills']);
    expect((await jobs())[0]?.payload.tries).toBe(2);
    await test.db.execute(sql`delete from graphile_worker._private_jobs`);
    await again(5);
    expect(await jobs()).toHaveLength(0);
    await throttle([]);
    await again(1);
    expect((await person()).profile).toMatchObject({
      throttledSections: [],
      skills: ['Logistics'],
    });
    const asked = await countAsked();
    await again(1);
    expect(await countAsked()).toBe(asked);
  });

  it('is for who may send from the account, about people whom they may know', async () => {
    const { lookUp, workspace, account, gateway, owner, personId, key, person } = await start();
    const viewer = await createMember(test.db, workspace, 'viewer');
    const other = await createMember(test.db, workspace, 'owner');
    await expect(lookUp(viewer.ctx)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(lookUp(other.ctx)).rejects.toMatchObject({ code: 'not_found' });
    const third = await createMember(test.db, workspace, 'member');
    const hidden = await createAccount(test.db, gateway, {
      ownerMemberId: third.member.id,
      visibility: 'team-read',
    });
    await expect(
      lookUpProfile(owner.ctx, { personId, ...key, accountId: hidden.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, account.id));
    await expect(lookUp(other.ctx)).rejects.toMatchObject({ code: 'not_found' });
    expect((await person(other.ctx)).lookUp).toBeNull();
    await lookUp();
    // Who may read the account may read what it was told.
    expect((await person(other.ctx)).profile?.name).toBe('Mira Olsen');
  });

  it('that LinkedIn refuses says why and keeps what was known', async () => {
    const { lookUp, person, grow, fault } = await start();
    await lookUp();
    await grow();
    await fault({
      kind: 'status',
      status: 429,
      type: 'errors/too_many_requests',
      times: 0,
      match: { method: 'GET', path: '/api/v1/users/*' },
    });
    await expect(lookUp()).rejects.toMatchObject({
      code: 'gateway',
      message: 'LinkedIn asks Jane Ruiz to slow down. Look again later.',
    });
    expect((await person()).profile?.name).toBe('Mira Olsen');
  });
});

describe('a suggestion', () => {
  it('comes of an address or a number of the profile, never of a name, and waits for a human', async () => {
    const { lookUp, person, gateway, owner, link, idOf, personId } = await start();
    const mailbox = await createAccount(test.db, gateway, {
      provider: 'GOOGLE',
      ownerMemberId: owner.member.id,
    });
    const phone = await createAccount(test.db, gateway, {
      provider: 'WHATSAPP',
      ownerMemberId: owner.member.id,
    });
    await createContact(test.db, mailbox, {
      kind: 'email',
      name: 'M. by e-mail',
      providerUserId: 'mira@norda.test',
    });
    await createContact(test.db, phone, {
      name: 'M. by phone',
      providerUserId: '491701234567@s.whatsapp.net',
    });
    await createContact(test.db, mailbox, {
      kind: 'email',
      name: 'Mira Olsen',
      providerUserId: 'another-mira@norda.test',
    });
    await link();
    expect((await person()).suggestions).toEqual([]);
    await lookUp();
    const [one, two, ...others] = (await person()).suggestions.toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    expect(one).toMatchObject({ name: 'M. by e-mail', evidence: 'same_email' });
    expect(two).toMatchObject({ name: 'M. by phone', evidence: 'same_phone' });
    expect(others).toEqual([]);
    // From the other side too.
    const byMail = await idOf('M. by e-mail');
    expect((await getPerson(owner.ctx, { personId: byMail })).suggestions).toMatchObject([
      { personId, evidence: 'same_email' },
    ]);
    await mergePeople(owner.ctx, { personId, otherPersonId: byMail });
    const merged = await person();
    expect(merged.merges).toMatchObject([{ evidence: 'same_email' }]);
    expect(merged.suggestions).toMatchObject([{ name: 'M. by phone' }]);
    const pair = { personId, otherPersonId: two?.personId ?? '' };
    await distinguishPeople(owner.ctx, { ...pair, isDistinct: true });
    expect((await person()).suggestions).toEqual([]);
    await distinguishPeople(owner.ctx, { ...pair, isDistinct: false });
    expect((await person()).suggestions).toHaveLength(1);
  });

  it('is nothing that a private account of a colleague alone could tell', async () => {
    const { lookUp, workspace, gateway, account, link, person } = await start();
    const other = await createMember(test.db, workspace, 'member');
    const mailbox = await createAccount(test.db, gateway, {
      provider: 'GOOGLE',
      ownerMemberId: other.member.id,
      visibility: 'private',
    });
    await createContact(test.db, mailbox, { kind: 'email', providerUserId: 'mira@norda.test' });
    await link();
    await lookUp();
    expect((await person()).suggestions).toEqual([]);
    await test.db
      .update(accounts)
      .set({ visibility: 'private' })
      .where(eq(accounts.id, account.id));
    const mine = await listPeople(other.ctx, { filter: EVERYBODY });
    const seen = await getPerson(other.ctx, { personId: mine.items[0]?.id ?? '' });
    expect(seen.suggestions).toEqual([]);
  });
});
