import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, sendAttachmentParts, sendAttachments } from '@/db/schema';
import { createConversation, createMember, createTeam } from '@/db/testing/factories';
import { fileOf, upload } from '@/db/testing/files';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { sweepFiles } from './handlers';
import { removeFile } from './mutations';
import { listWaiting } from './queries';

setTestEnv();
const test = testDb();
const MB = 1_000_000;

async function startDraft(options: { provider?: 'LINKEDIN' | 'TWITTER' } = {}) {
  const { workspace, jane: owner, account } = await createTeam(test.db, options);
  const conversation = await createConversation(test.db, account);
  const conversationId = conversation.id;
  const bytesHeld = async () => {
    const [row] = await test.db
      .select({
        bytes: sql<number>`coalesce(sum(octet_length(${sendAttachmentParts.content})), 0)::int8`,
      })
      .from(sendAttachmentParts)
      .innerJoin(sendAttachments, eq(sendAttachments.id, sendAttachmentParts.attachmentId))
      .where(eq(sendAttachments.workspaceId, workspace.id));
    return row?.bytes;
  };
  const rows = () =>
    test.db.select().from(sendAttachments).where(eq(sendAttachments.workspaceId, workspace.id));
  return { workspace, owner, account, conversationId, bytesHeld, rows };
}

describe('a file of a draft', () => {
  it('comes in whole, under a harmless name and the type of its bytes, and is in that draft only', async () => {
    const { owner, account, conversationId, bytesHeld, workspace } = await startDraft();
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(700_000, 7)]);
    const first = await upload(
      owner.ctx,
      { conversationId },
      { name: 'C:\\fakepath\\Hafen\u202Egnp.png', type: 'text/html', bytes: png },
    );
    expect(first).toMatchObject({
      name: 'Hafengnp.png',
      mimeType: 'image/png',
      sizeBytes: png.length,
    });
    const second = await upload(owner.ctx, { accountId: account.id }, fileOf('plan.csv', 10));
    expect(await listWaiting(owner.ctx, { conversationId })).toEqual([first]);
    expect(await listWaiting(owner.ctx, {})).toEqual([second]);
    expect(await bytesHeld()).toBe(png.length + 10);
    const audits = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.workspaceId, workspace.id));
    expect(audits.map(({ action }) => action)).toEqual(['file.upload', 'file.upload']);
    expect(JSON.stringify(audits)).not.toContain('Hafen');
  });

  it('of more or fewer bytes than it said is no file, and nothing of it stays', async () => {
    const { owner, conversationId, rows, bytesHeld } = await startDraft();
    const lie = (declaredBytes: number) =>
      upload(owner.ctx, { conversationId }, { ...fileOf('a.bin', 2 * MB), declaredBytes });
    await expect(lie(MB)).rejects.toMatchObject({ code: 'too_large' });
    await expect(lie(3 * MB)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await rows()).toEqual([]);
    expect(await bytesHeld()).toBe(0);
  });

  it('is refused in words when it is too large, empty, one too many, or too much with the others', async () => {
    const { owner, conversationId, rows } = await startDraft();
    const put = (name: string, declaredBytes: number) =>
      upload(owner.ctx, { conversationId }, { ...fileOf(name, 1), declaredBytes });
    await expect(put('film.mov', 18 * MB)).rejects.toMatchObject({
      code: 'too_large',
      message: 'film.mov is 18 MB; LinkedIn takes up to 15 MB.',
    });
    await expect(put('nothing.txt', 0)).rejects.toMatchObject({ code: 'too_large' });
    for (let count = 0; count < 10; count += 1) await put(`${count}.txt`, 1);
    await expect(put('11.txt', 1)).rejects.toMatchObject({
      message: 'A message takes up to 10 files.',
    });
    expect(await rows()).toHaveLength(10);
  });

  it('never passes the limit of its message, however many come at once', async () => {
    const { owner, conversationId, bytesHeld } = await startDraft();
    const files = Array.from({ length: 5 }, (_, at) => fileOf(`${at}.bin`, 5 * MB));
    const answers = await Promise.allSettled(
      files.map((file) => upload(owner.ctx, { conversationId }, file)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await bytesHeld()).toBe(15 * MB);
  });

  it('stops where too much waits in all drafts of its member', async () => {
    const { owner, account, conversationId } = await startDraft();
    await test.db.insert(sendAttachments).values({
      workspaceId: owner.member.workspaceId,
      memberId: owner.member.id,
      conversationId: (await createConversation(test.db, account)).id,
      fileName: 'waits.bin',
      mimeType: 'application/octet-stream',
      sizeBytes: 150 * MB,
      uploadedAt: new Date(),
    });
    await expect(upload(owner.ctx, { conversationId }, fileOf('a.txt', 1))).rejects.toMatchObject({
      code: 'too_large',
      message: 'Too many files wait in your drafts. Send or remove some of them first.',
    });
  });

  it('is for those who may send there: foreign is missing, reading only is forbidden, X takes none', async () => {
    const { owner, workspace, account, conversationId, rows } = await startDraft();
    const file = fileOf('a.txt', 1);
    const other = await startDraft();
    for (const input of [
      { conversationId: other.conversationId },
      { conversationId: newId() },
      { accountId: other.account.id },
      { accountId: newId() },
    ]) {
      await expect(upload(owner.ctx, input, file)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(
      listWaiting(owner.ctx, { conversationId: other.conversationId }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const colleague = await createMember(test.db, workspace, 'member');
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, account.id));
    await expect(upload(colleague.ctx, { conversationId }, file)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const onX = await startDraft({ provider: 'TWITTER' });
    await expect(
      upload(onX.owner.ctx, { conversationId: onX.conversationId }, file),
    ).rejects.toMatchObject({ code: 'conflict', message: 'X messages are read-only here.' });
    expect(await rows()).toEqual([]);
  });

  it('belongs to one person: a colleague of the same conversation neither sees nor removes it', async () => {
    const { owner, workspace, account, conversationId } = await startDraft();
    await test.db
      .update(accounts)
      .set({ visibility: 'team-reply' })
      .where(eq(accounts.id, account.id));
    const colleague = await createMember(test.db, workspace, 'owner');
    const { id: fileId } = await upload(owner.ctx, { conversationId }, fileOf('a.txt', 5));
    expect(await listWaiting(colleague.ctx, { conversationId })).toEqual([]);
    await expect(removeFile(colleague.ctx, { fileId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await removeFile(owner.ctx, { fileId });
    expect(await listWaiting(owner.ctx, { conversationId })).toEqual([]);
    await expect(removeFile(owner.ctx, { fileId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes a day after nobody sent it, and at once when its upload broke off long ago', async () => {
    const { owner, conversationId, rows, bytesHeld } = await startDraft();
    const kept = await upload(owner.ctx, { conversationId }, fileOf('kept.txt', 5));
    const old = await upload(owner.ctx, { conversationId }, fileOf('old.txt', 7));
    const broken = await upload(owner.ctx, { conversationId }, fileOf('broken.txt', 9));
    await test.db.execute(
      sql`update send_attachments set waiting_since = now() - interval '25 hours' where id = ${old.id}`,
    );
    await test.db.execute(sql`update send_attachments set uploaded_at = null,
      created_at = now() - interval '20 minutes' where id = ${broken.id}`);
    expect(await listWaiting(owner.ctx, { conversationId })).toEqual([kept, old]);
    await sweepFiles({}, test.db);
    await sweepFiles({}, test.db);
    expect((await rows()).map(({ id }) => id)).toEqual([kept.id]);
    expect(await bytesHeld()).toBe(5);
  });
});
