import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { people } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import {
  createContact,
  createPeopleWorld,
  createTwoAnas,
  minutesAgo,
} from '@/db/testing/people-world';
import { testDb } from '@/db/testing/test-db';
import { mergePeople, unmergePeople } from './mutations';
import { getPerson } from './person-queries';
import { listPeople } from './queries';
import { EVERYBODY } from './rules';

const test = testDb();
const start = () => createPeopleWorld(test.db);

describe('merging', () => {
  it('makes one of two, and taken back leaves everything as it was', async () => {
    const world = await start();
    const { linkedin, email } = await createTwoAnas(test.db, world);
    const state = async () =>
      (
        await test.db.execute(sql`select i.id, i.person_id, p.root_id, i.value, a.id as attendee
          from person_identities i join people p on p.id = i.person_id
          join attendees a on a.identity_id = i.id
          where i.workspace_id = ${world.workspace.id} order by a.id`)
      ).rows;
    const before = await state();
    const { mergeId, personId } = await mergePeople(world.jane.ctx, {
      personId: linkedin,
      otherPersonId: email,
    });
    expect(personId).toBe(linkedin);
    const merged = await getPerson(world.jane.ctx, { personId: email });
    expect(merged).toMatchObject({
      id: linkedin,
      name: 'Ana Ruiz',
      merges: [
        {
          id: mergeId,
          personId: email,
          name: 'Ana R.',
          evidence: 'by_hand',
          mergedByName: 'Jane Ruiz',
        },
      ],
    });
    expect(merged.channels.map(({ kind }) => kind)).toEqual(['EMAIL', 'LINKEDIN']);
    expect((await listPeople(world.jane.ctx, { filter: EVERYBODY })).items).toMatchObject([
      { id: linkedin, channels: ['EMAIL', 'LINKEDIN'] },
    ]);
    await expect(
      mergePeople(world.jane.ctx, { personId: email, otherPersonId: linkedin }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await unmergePeople(world.jane.ctx, { mergeId })).toEqual({
      personId: linkedin,
      otherPersonId: email,
    });
    expect(await state()).toEqual(before);
    await expect(unmergePeople(world.jane.ctx, { mergeId })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await world.audits('person.merged')).toBe(1);
    expect(await world.audits('person.unmerged')).toBe(1);
  });

  it('of merged people into others comes apart in any order, each with what was merged into it', async () => {
    const world = await start();
    const names = ['Ana One', 'Ana Two', 'Ana Three', 'Ana Four'];
    for (const [index, name] of names.entries()) {
      await createContact(test.db, world.account, { name, lastMessageAt: minutesAgo(index) });
    }
    await world.link();
    const ids: string[] = [];
    for (const name of names) ids.push(await world.idOf(name));
    const [one = '', two = '', three = '', four = ''] = ids;
    const merge = async (personId: string, otherPersonId: string) =>
      (await mergePeople(world.jane.ctx, { personId, otherPersonId })).mergeId;
    await merge(three, four);
    const twoThree = await merge(two, three);
    await merge(one, two);
    const rootOf = async (id: string) =>
      (await test.db.select({ rootId: people.rootId }).from(people).where(eq(people.id, id)))[0]
        ?.rootId;
    expect(await Promise.all(ids.map(rootOf))).toEqual([one, one, one, one]);
    await unmergePeople(world.jane.ctx, { mergeId: twoThree });
    expect(await Promise.all(ids.map(rootOf))).toEqual([one, one, three, three]);
    await merge(four, one);
    expect(await Promise.all(ids.map(rootOf))).toEqual([three, three, three, three]);
  });

  it('at once in both directions closes no circle', async () => {
    const world = await start();
    const { linkedin, email } = await createTwoAnas(test.db, world);
    const done = await Promise.allSettled([
      mergePeople(world.jane.ctx, { personId: linkedin, otherPersonId: email }),
      mergePeople(world.omar.ctx, { personId: email, otherPersonId: linkedin }),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is for who may act, and for people whom they may know', async () => {
    const world = await start();
    const { linkedin, email } = await createTwoAnas(test.db, world);
    await createContact(test.db, world.hidden, {
      kind: 'email',
      providerUserId: 'x@norda.test',
      name: 'Hidden',
    });
    await world.link();
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    const hidden = await world.idOf('Hidden', world.omar);
    await expect(
      mergePeople(viewer.ctx, { personId: linkedin, otherPersonId: email }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      mergePeople(world.jane.ctx, { personId: linkedin, otherPersonId: hidden }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const { mergeId } = await mergePeople(world.omar.ctx, {
      personId: linkedin,
      otherPersonId: hidden,
    });
    // Jane sees one person and nothing of what Omar added.
    const seen = await getPerson(world.jane.ctx, { personId: linkedin });
    expect(seen.merges).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain('x@norda.test');
    await expect(unmergePeople(world.jane.ctx, { mergeId })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await world.audits('person.merged')).toBe(1);
  });
});
