import type { Db } from '@/db/client';
import { conversations } from '@/db/schema';
import { newId } from '@/lib/core/ids';

type StoredAccount = { id: string; workspaceId: string };

/** Conversations straight into the database: "Person 1" is the newest. */
export async function storeConversations(
  db: Db,
  account: StoredAccount,
  total: number,
): Promise<void> {
  const now = Date.now();
  const rows = Array.from({ length: total }, (_, index) => {
    const at = new Date(now - (index + 1) * 60_000);
    return {
      workspaceId: account.workspaceId,
      accountId: account.id,
      gatewayChatId: newId(),
      providerChatId: newId(),
      kind: 'direct' as const,
      title: `Person ${index + 1}`,
      lastMessageText: `Text ${index + 1}`,
      lastMessageAt: at,
      sortAt: at,
    };
  });
  for (let from = 0; from < total; from += 1_000) {
    await db.insert(conversations).values(rows.slice(from, from + 1_000));
  }
}
