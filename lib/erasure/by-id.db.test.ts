import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, messages, personIdentities } from '@/db/schema';
import {
  createErasureWorld,
  plantChats,
  plantEmails,
  plantInvitations,
} from '@/db/testing/erasure-world';
import { createAccount, createMember } from '@/db/testing/factories';
import { createContact } from '@/db/testing/people-world';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { mergePeople } from '@/lib/people/mutations';
import { eraseById } from './by-id-mutations';
import { exportPerson } from './export-mutations';

setTestEnv({});
const test = testDb();

/** Everything that is known of Mira holds this word. */
let word = '';
beforeEach(() => {
  word = `canary${newId().slice(-12)}`;
});

const start = () => createErasureWorld(test.db);

describe('by an address, a number or a profile', () => {
  it('reaches whom only a private account knows, and keeps out whom nobody knows', async () => {
    const world = await start();
    const mail = await plantEmails(test.db, word, world);
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, {
      channel: 'EMAIL',
      value: mail.address.toUpperCase(),
    });
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual([]);
    expect((await world.row(erasureId))?.counts).toMatchObject({ conversations: 1, messages: 2 });

    const unknown = await eraseById(world.admin.ctx, { channel: 'EMAIL', value: `x@${word}.test` });
    await world.run(unknown.erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual([]);
    expect((await world.row(unknown.erasureId))?.counts).toMatchObject({ messages: 0 });
  });

  it.each([
    [
      'the address of a profile',
      'LINKEDIN',
      (name: string) => `https://www.linkedin.com/in/Mira-${name}/`,
    ],
    ['the id of the provider', 'LINKEDIN', (name: string) => `ACo-${name}`],
  ] as const)('finds somebody by %s', async (_what, channel, typed) => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    await plantInvitations(test.db, word, world, chats.id);
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, { channel, value: typed(word) });
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual([]);
  });

  it('finds a messenger by the number, however it is written', async () => {
    const world = await start();
    const phone = await createAccount(test.db, world.gateway, {
      provider: 'WHATSAPP',
      ownerMemberId: world.omar.member.id,
    });
    await createContact(test.db, phone, {
      providerUserId: '4915112345678@s.whatsapp.net',
      text: word,
    });
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, {
      channel: 'WHATSAPP',
      value: '+49 151 1234-5678',
    });
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word, '4915112345678')).toEqual([]);
  });

  it('finds somebody by the name in the address of their profile, and nobody whose name begins so', async () => {
    const world = await start();
    const instagram = await createAccount(test.db, world.gateway, {
      provider: 'INSTAGRAM',
      ownerMemberId: world.omar.member.id,
    });
    const contact = (id: string, name: string) =>
      createContact(test.db, instagram, {
        providerUserId: id,
        profileUrl: `https://www.instagram.com/${name}/`,
        text: `hi ${name}`,
      });
    await contact('1784', word);
    await contact('1785', `${word}.two`);
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, {
      channel: 'INSTAGRAM',
      value: `@${word.toUpperCase()}`,
    });
    await world.run(erasureId);
    const kept = await test.db
      .select({ text: messages.text })
      .from(messages)
      .where(eq(messages.accountId, instagram.id));
    expect(kept).toEqual([{ text: `hi ${word}.two` }]);
  });

  it('is refused for what names nobody, and for who may not', async () => {
    const world = await start();
    const input = { channel: 'EMAIL', value: 'no address' } as const;
    await expect(eraseById(world.admin.ctx, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(
      eraseById(world.jane.ctx, { channel: 'EMAIL', value: 'x@acme.test' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a file of what is held', () => {
  it('holds what the admin may read, names who keeps more, and leaves one line in the audit', async () => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    const mail = await plantEmails(test.db, word, world);
    await world.link();
    await plantInvitations(test.db, word, world, chats.id);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    const [identity] = await test.db
      .select({ personId: personIdentities.personId })
      .from(personIdentities)
      .where(eq(personIdentities.value, mail.address));
    await mergePeople(world.omar.ctx, { personId, otherPersonId: identity?.personId ?? '' });
    const held = await exportPerson(world.admin.ctx, { personId });
    expect(held).toMatchObject({
      name: `Mira ${word}`,
      ids: [{ kind: 'LINKEDIN', value: chats.id }],
      inPrivateAccountsOf: [{ ownerName: 'Omar Haddad' }],
    });
    const said = held.conversations.flatMap(({ messages: all }) => all.map(({ text }) => text));
    expect(said.toSorted()).toEqual([`dear ${word}`, `hello from ${word}`, `soup, says ${word}`]);
    expect(held.conversations.flatMap(({ notes }) => notes)).toMatchObject([
      { by: 'Jane Ruiz', text: `careful with ${word}` },
    ]);
    expect(held.invitations).toHaveLength(2);
    expect(held.plannedInvitations).toHaveLength(2);
    expect(held.unsentMessages.map(({ text }) => text)).toEqual([
      `to be sent to ${word}`,
      `first words to ${word}`,
    ]);
    expect(held.rowsOfFiles).toMatchObject([
      { cells: [expect.stringContaining(word), `hi ${word}`] },
    ]);
    expect(held.followed).toEqual([]);
    // Omar's own part has the e-mails.
    const admin = await createMember(test.db, world.workspace, 'owner');
    await test.db
      .update(accounts)
      .set({ ownerMemberId: admin.member.id })
      .where(eq(accounts.id, world.hidden.id));
    const whole = await exportPerson(admin.ctx, { personId });
    expect(whole.conversations.flatMap(({ messages: all }) => all)).toHaveLength(6);
    expect(whole.followed).toMatchObject([{ kind: 'clicked', url: `https://${word}.test/` }]);
    expect(await world.audits('person.exported')).toBe(2);
    await expect(exportPerson(world.jane.ctx, { personId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
