import { beforeAll, describe, expect, it } from 'vitest';
import { attendees, conversationAttendees, conversationLabels, labels } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createGateway,
  createMember,
  createMessage,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { search } from './queries';

const database = testDb();

async function world() {
  const { db } = database;
  const workspace = await createWorkspace(db);
  const owner = await createMember(db, workspace, 'owner');
  const colleague = await createMember(db, workspace, 'member');
  const gateway = await createGateway(db, workspace);
  const account = await createAccount(db, gateway, {
    name: 'Jane Ruiz',
    ownerMemberId: owner.member.id,
  });
  return { db, workspace, owner, colleague, gateway, account };
}

type World = Awaited<ReturnType<typeof world>>;

let minute = 0;
/** Each message is a minute younger than the one before. */
async function say(
  place: World,
  text: string,
  fields: { name?: string; message?: Record<string, unknown>; conversation?: object } = {},
) {
  minute++;
  const at = new Date(Date.UTC(2026, 5, 1, 8, minute));
  const conversation = await createConversation(place.db, place.account, {
    title: fields.name ?? 'Mira Olsen',
    lastMessageAt: at,
    lastMessageText: text,
    ...fields.conversation,
  });
  const message = await createMessage(place.db, conversation, {
    text,
    sentAt: at,
    ...fields.message,
  });
  return { conversation, message };
}

async function find(ctx: Ctx<MemberScope>, q: string, cursor?: string) {
  return search(ctx, { q, cursor });
}

async function foundIn(ctx: Ctx<MemberScope>, q: string) {
  return (await find(ctx, q)).conversations.map((result) => result.conversationId);
}

const textOf = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join('');
const hitsOf = (parts: readonly { text: string; isHit: boolean }[]) =>
  parts.filter(({ isHit }) => isHit).map(({ text }) => text);

describe('words', () => {
  let place: World;
  beforeAll(async () => {
    place = await world();
  });

  it.each([
    ['Chloé sent the résumé', 'resume chloe'],
    ['Le CAFÉ est prêt', 'café'],
    ['Привет, как ДЕЛА?', 'дела'],
    ['Write to ana@acme.com please', 'ana@acme.com'],
    ['Write to bea@zeta.io please', 'zeta'],
    ['See https://example.org/pricing-2026?x=1', 'pricing'],
    ['我们明天三点开会讨论合同', '三点开会'],
    ['契約書をお送りします', '契約'],
    ['계약서를 보내드립니다', '계약'],
    ['พรุ่งนี้ประชุมสิบโมง', 'ประชุม'],
    ['שלחתי לך את החוזה', 'החוזה'],
    ['أرسلت لك العقد اليوم', 'العقد'],
    ['Great work 🎉', '🎉'],
    ['It’s the buyer’s “final” offer', 'buyer final'],
    ['A cafe\u0301 with a decomposed accent', 'decomposed café'],
    ['Talk about quarterly numb', 'quart'],
  ])('%j is found by %j', async (text, q) => {
    const { conversation } = await say(place, text);
    const page = await find(place.owner.ctx, q);
    expect(page.conversations.map((result) => result.conversationId)).toContain(conversation.id);
    const result = page.conversations.find((one) => one.conversationId === conversation.id);
    expect(hitsOf(result?.snippet ?? [])).not.toEqual([]);
  });

  it('all must be there; only the one being typed may go on', async () => {
    const { conversation } = await say(place, 'the renewal of your contract');
    expect(await foundIn(place.owner.ctx, 'renewal contract')).toEqual([conversation.id]);
    expect(await foundIn(place.owner.ctx, 'contract renew')).toEqual([conversation.id]);
    expect(await foundIn(place.owner.ctx, 'renew contract')).toEqual([]);
    expect(await foundIn(place.owner.ctx, 'renewal invoice')).toEqual([]);
  });

  it('in quotes must stand in a row', async () => {
    const { conversation } = await say(place, 'ship it before the second week');
    expect(await foundIn(place.owner.ctx, '"second week"')).toEqual([conversation.id]);
    expect(await foundIn(place.owner.ctx, '"week second"')).toEqual([]);
  });

  it('that are markup or a query language stay text', async () => {
    const { conversation } = await say(
      place,
      '<img src=x onerror=alert(1)> kumquat & !pear | fig:*',
    );
    const page = await find(place.owner.ctx, "kumquat & !pear' | fig:*)");
    expect(page.conversations.map((one) => one.conversationId)).toEqual([conversation.id]);
    expect(textOf(page.conversations[0]?.snippet ?? [])).toContain('<img src=x onerror=alert(1)>');
  });

  it('of a message of any size can be stored, and the beginning is found', async () => {
    const { conversation } = await say(place, `zeppelin ${'词'.repeat(200_000)}`);
    const long = await say(place, `dirigible ${'a'.repeat(100_000)}`);
    expect(await foundIn(place.owner.ctx, 'zeppelin')).toEqual([conversation.id]);
    expect(await foundIn(place.owner.ctx, 'dirigible')).toEqual([long.conversation.id]);
  });
});

describe('a deleted or hidden message, or an event', () => {
  it('is never found', async () => {
    const place = await world();
    for (const message of [{ isDeleted: true }, { isHidden: true }, { eventType: 4 }]) {
      await say(place, 'forbidden fruit', { message, conversation: { lastMessageText: null } });
    }
    expect(await foundIn(place.owner.ctx, 'fruit')).toEqual([]);
    expect(await foundIn(place.owner.ctx, 'after:2020-01-01')).toEqual([]);
  });
});

describe('who searches', () => {
  it('finds nothing in a private account of somebody else, nor by name, nor by state', async () => {
    const place = await world();
    await say(place, 'secret harbour', {
      name: 'Harbour Master',
      conversation: { isStarred: true },
    });
    for (const q of ['harbour', 'from:harbour', 'is:starred', 'account:jane', 'to:harbour']) {
      const page = await find(place.colleague.ctx, q);
      expect([...page.people, ...page.conversations], q).toEqual([]);
    }
    expect(await foundIn(place.owner.ctx, 'harbour')).toHaveLength(1);
  });

  it('finds nothing of another workspace', async () => {
    const [place, other] = [await world(), await world()];
    await say(other, 'secret lighthouse', { name: 'Lighthouse Keeper' });
    for (const q of ['lighthouse', 'from:lighthouse', 'in:inbox', 'after:2020-01-01']) {
      const page = await find(place.owner.ctx, q);
      expect([...page.people, ...page.conversations], q).toEqual([]);
    }
  });
});

describe('operators', () => {
  let place: World;
  const found: Record<string, string> = {};
  beforeAll(async () => {
    place = await world();
    const { db, account, workspace, owner } = place;
    const whatsapp = await createAccount(db, place.gateway, {
      name: 'Sales phone',
      provider: 'WHATSAPP',
      ownerMemberId: owner.member.id,
    });
    const keep = async (key: string, made: ReturnType<typeof say>) => {
      const { conversation } = await made;
      found[key] = conversation.id;
      return conversation;
    };
    await keep('plain', say(place, 'alpha', { name: 'Chloé Martin' }));
    await keep(
      'ours',
      say(place, 'alpha ours', { name: 'Chloé Martin', message: { isOurs: true } }),
    );
    await keep('done', say(place, 'alpha', { conversation: { place: 'done' } }));
    await keep(
      'snoozed',
      say(place, 'alpha', { conversation: { place: 'snoozed', snoozedUntil: new Date() } }),
    );
    await keep('unread', say(place, 'alpha', { conversation: { unreadCount: 2 } }));
    await keep('starred', say(place, 'alpha', { conversation: { isStarred: true } }));
    await keep(
      'mine',
      say(place, 'alpha', { conversation: { assigneeMemberId: owner.member.id } }),
    );
    await keep('link', say(place, 'alpha at https://a.example'));
    await keep(
      'file',
      say(place, 'alpha', {
        message: {
          attachments: [
            {
              id: '1',
              kind: 'file',
              fileName: 'a.pdf',
              mimeType: null,
              sizeBytes: null,
              isUnavailable: false,
              isVoiceNote: false,
            },
          ],
        },
      }),
    );
    const labelled = await keep('labelled', say(place, 'alpha'));
    const [label] = await db
      .insert(labels)
      .values({ workspaceId: workspace.id, name: 'Hot lead' })
      .returning();
    if (!label) throw new Error('no label');
    await db.insert(conversationLabels).values({
      workspaceId: workspace.id,
      conversationId: labelled.id,
      labelId: label.id,
    });
    await keep('whatsapp', say({ ...place, account: whatsapp }, 'alpha'));
    await keep(
      'old',
      say(place, 'alpha', { message: { sentAt: new Date('2025-01-31T12:00:00Z') } }),
    );
    const group = await keep(
      'group',
      say(place, 'alpha', {
        conversation: { kind: 'group', title: null },
        message: { senderProviderId: 'bo' },
      }),
    );
    const [bo] = await db
      .insert(attendees)
      .values({
        workspaceId: workspace.id,
        accountId: account.id,
        providerUserId: 'bo',
        name: 'Bo Lindqvist',
        headline: 'Buyer at Volvo',
      })
      .returning();
    if (!bo) throw new Error('no attendee');
    await db.insert(conversationAttendees).values({ conversationId: group.id, attendeeId: bo.id });
  });

  it.each([
    ['from:chloe alpha', ['plain']],
    ['to:"chloe martin"', ['ours']],
    ['from:me alpha', ['ours']],
    ['from:lindqvist', ['group']],
    ['in:done alpha', ['done']],
    ['in:snoozed', ['snoozed']],
    ['is:unread', ['unread']],
    ['is:unread alpha', ['unread']],
    ['is:starred', ['starred']],
    ['assigned:me', ['mine']],
    ['has:link', ['link']],
    ['has:attachment', ['file']],
    ['label:"hot lead"', ['labelled']],
    ['channel:whatsapp', ['whatsapp']],
    ['account:phone alpha', ['whatsapp']],
    ['before:2025-02-01', ['old']],
    ['before:2025-01-31', []],
    ['after:2025-01-31 before:2025-02', ['old']],
    ['from:nobody', []],
    ['label:nothing', []],
  ])('%j', async (q, expected) => {
    expect(await foundIn(place.owner.ctx, q)).toEqual(expected.map((key) => found[key]));
  });

  it('find done and snoozed conversations too when none is given', async () => {
    const ids = await foundIn(place.owner.ctx, 'alpha');
    expect(ids).toEqual(expect.arrayContaining([found.done, found.snoozed, found.plain]));
  });

  it('with a value that makes no sense answer with a sentence and find nothing', async () => {
    const page = await find(place.owner.ctx, 'before:soon alpha');
    expect(page.conversations).toEqual([]);
    expect(page.problems).toEqual(['“soon” is not a date. Write it as 2026-01-31.']);
  });

  it('people are found by name, title and headline, without their accents', async () => {
    const byName = await find(place.owner.ctx, 'chloe');
    expect(byName.people.map((one) => one.conversationId)).toEqual([found.ours, found.plain]);
    expect(byName.people[0]?.name).toEqual([
      { text: 'Chloé', isHit: true },
      { text: ' Martin', isHit: false },
    ]);
    const byHeadline = await find(place.owner.ctx, 'volvo');
    expect(byHeadline.people.map((one) => one.conversationId)).toEqual([found.group]);
  });

  it('days are those of the reader’s zone', async () => {
    // 12:00 UTC on the 31st is the 1st in Kiritimati.
    const page = (zone: string) => search(place.owner.ctx, { q: 'before:2025-02-01 alpha', zone });
    expect((await page('Pacific/Kiritimati')).conversations).toHaveLength(0);
    expect((await page('Europe/Berlin')).conversations).toHaveLength(1);
    expect((await page('Not/AZone')).conversations).toHaveLength(1);
  });
});

describe('results', () => {
  it('stand once per conversation with the newest hit, in pages without a seam', async () => {
    const place = await world();
    const expected: string[] = [];
    for (let index = 0; index < 47; index++) {
      const { conversation } = await say(place, `orange ${index}`);
      expected.unshift(conversation.id);
      // Older hits of the same conversation, which fall on later pages.
      for (const day of [1, 2, 3]) {
        await createMessage(place.db, conversation, {
          text: 'orange of old',
          sentAt: new Date(Date.UTC(2026, 0, day, 0, index)),
        });
      }
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find(place.owner.ctx, 'orange', cursor);
      expect(page.conversations.every(({ snippet }) => !textOf(snippet).includes('old'))).toBe(
        true,
      );
      seen.push(...page.conversations.map((one) => one.conversationId));
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(expected);
  });
});
