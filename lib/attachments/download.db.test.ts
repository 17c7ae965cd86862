import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, messages } from '@/db/schema';
import {
  createConversation,
  createMember,
  createMessage,
  createWorkspace,
} from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { downloadAttachment } from './download-handlers';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

const FILE = {
  id: 'file-1',
  kind: 'file' as const,
  fileName: 'Offer.pdf',
  mimeType: 'application/pdf',
  sizeBytes: 100,
  isUnavailable: false,
  isVoiceNote: false,
};

/** One message with a file, here and at the provider. */
async function setup(file: Record<string, unknown> = {}) {
  const world = await startInboxWorld(test.db, test.pool);
  const { messageIds } = await world.write({
    newChat: true,
    attachments: [
      { type: 'file', mime: FILE.mimeType, fileName: FILE.fileName, id: FILE.id, ...file },
    ],
  });
  const conversation = await createConversation(test.db, world.account);
  const message = await createMessage(test.db, conversation, {
    gatewayMessageId: messageIds[0] ?? '',
    attachments: [FILE],
  });
  const download = (ctx: Ctx<MemberScope> = world.owner.ctx, init: RequestInit = {}) =>
    downloadAttachment(
      ctx,
      { messageId: message.id, attachmentId: FILE.id },
      new Request('http://localhost/x', init),
    );
  return { world, message, download };
}

const fault = (kind: string, more: object = {}) => ({
  kind,
  match: { path: '/api/v1/messages/*/attachments/*' },
  ...more,
});

describe('a file of a message', () => {
  it('is handed to who may read the message, and to nobody else', async () => {
    const { world, download } = await setup();
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const colleague = await createMember(test.db, world.workspace, 'owner');
    await expect(download(colleague.ctx)).rejects.toMatchObject({ code: 'not_found' });
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, world.account.id));
    const shared = await download(colleague.ctx, { method: 'HEAD' });
    expect(shared.status).toBe(200);
    expect(shared.body).toBeNull();
    const stranger = await createMember(test.db, await createWorkspace(test.db), 'owner');
    await expect(download(stranger.ctx)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is gone with its message, and where the provider no longer has it', async () => {
    const { world, message, download } = await setup({ unavailable: true });
    await expect(download()).rejects.toMatchObject({ code: 'not_found' });
    await test.db.update(messages).set({ isDeleted: true }).where(eq(messages.id, message.id));
    const before = await world.sandbox.control<{ requests: unknown[] }>('GET', '/log');
    await expect(download()).rejects.toMatchObject({ code: 'not_found' });
    const after = await world.sandbox.control<{ requests: unknown[] }>('GET', '/log');
    expect(after.requests).toHaveLength(before.requests.length);
  });

  it('is asked of nobody when the browser has it already and may still read it', async () => {
    const { world, download } = await setup();
    const first = await download(world.owner.ctx, { method: 'HEAD' });
    const etag = first.headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    expect((await download(world.owner.ctx, { headers })).status).toBe(304);
    const colleague = await createMember(test.db, world.workspace, 'owner');
    await expect(download(colleague.ctx, { headers })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    [fault('status', { status: 503, type: 'service_unavailable' }), 'unavailable'],
    [fault('status', { status: 429, type: 'too_many_requests' }), 'unavailable'],
    [fault('status', { status: 500, type: 'unexpected_error' }), 'gateway'],
    [fault('reset'), 'gateway'],
  ])('that the provider refuses with %j is a plain %s', async (rule, code) => {
    const { world, download } = await setup();
    await world.fault(rule);
    await expect(download()).rejects.toMatchObject({ code });
  });
});
