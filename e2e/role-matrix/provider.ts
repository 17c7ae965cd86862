import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, extensionDevices, sendAttachments, webhookEvents } from '@/db/schema';
import { createGateway, createMessage } from '@/db/testing/factories';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import type { RunningSandbox } from '@/sandbox/server';

/** An account at the provider; its id there. */
export async function sandboxAccount(sandbox: RunningSandbox): Promise<string> {
  const created = await sandbox.control('POST', '/accounts', {
    type: 'LINKEDIN',
    login: `${newId()}@example.com`,
    name: 'Jane Ruiz',
  });
  const { id } = created as { id: string };
  return id;
}

const FILE = {
  id: 'file-1',
  kind: 'file' as const,
  fileName: 'Offer.pdf',
  mimeType: 'application/pdf',
  sizeBytes: 100,
  isUnavailable: false,
  isVoiceNote: false,
};

/** A message with one file, here and at the provider where there is one; its id here. */
export async function addFile(
  db: Db,
  conversation: { id: string; accountId: string; workspaceId: string },
  sandbox: RunningSandbox | null,
): Promise<string> {
  const gatewayMessageId = sandbox
    ? await sandboxFile(sandbox, db, conversation.accountId)
    : newId();
  const row = await createMessage(db, conversation, { gatewayMessageId, attachments: [FILE] });
  return row.id;
}

async function sandboxFile(sandbox: RunningSandbox, db: Db, accountId: string): Promise<string> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  const path = `/accounts/${account?.providerAccountId}/messages`;
  const file = { id: FILE.id, type: 'file', mime: FILE.mimeType, fileName: FILE.fileName };
  const made = await sandbox.control('POST', path, {
    newChat: true,
    silent: true,
    attachments: [file],
  });
  const { messageIds } = made as { messageIds: string[] };
  return messageIds[0] ?? '';
}

/** A file in the draft of a new message; its id. */
export async function addWaitingFile(
  db: Db,
  workspaceId: string,
  memberId: string,
  fileName = 'Offer.pdf',
): Promise<string> {
  const id = newId();
  await db.insert(sendAttachments).values({
    id,
    workspaceId,
    memberId,
    fileName,
    mimeType: 'application/pdf',
    sizeBytes: 100,
    uploadedAt: new Date(),
  });
  return id;
}

let emptyGateways = 0;

/** An API connection without accounts. Nothing answers at its address. */
export async function addEmptyGateway(db: Db, workspaceId: string): Promise<string> {
  emptyGateways += 1;
  const baseUrl = `http://127.0.1.${emptyGateways}:9`;
  const keyRing = env().ENCRYPTION_KEYS;
  return (await createGateway(db, { id: workspaceId }, { baseUrl, keyRing })).id;
}

/** A delivery that nobody understood. */
export async function addStrangeEvent(
  db: Db,
  from: { workspaceId: string; gatewayId: string },
): Promise<string> {
  const [row] = await db
    .insert(webhookEvents)
    .values({
      ...from,
      origin: 'webhook',
      body: Buffer.from('{"event":"nothing we know"}'),
      state: 'quarantined',
      reason: 'unknown_event',
      processedAt: new Date(),
    })
    .returning({ id: webhookEvents.id });
  if (!row) throw new Error('no event');
  return row.id;
}

/** A browser of the extension that has reported. Takes the place of the member's others: ten are the most. */
export async function addBrowser(
  db: Db,
  member: { id: string; workspaceId: string },
): Promise<string> {
  await db.delete(extensionDevices).where(eq(extensionDevices.memberId, member.id));
  const id = newId();
  await db.insert(extensionDevices).values({
    id,
    workspaceId: member.workspaceId,
    memberId: member.id,
    name: 'Chrome at work',
    tokenHash: id,
    linkedinMemberId: '1234567',
  });
  return id;
}
