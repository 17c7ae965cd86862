import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  authAttempts,
  erasureKeys,
  erasures,
  extensionCookies,
  extensionDevices,
  gateways,
} from '@/db/schema';
import { createGateway, createMember, createWorkspace } from '@/db/testing/factories';
import { newId } from '@/lib/core/ids';
import { encrypt, type KeyRing, randomToken } from '@/lib/core/secrets';

/** `rows` workspaces that hold something in every sealed column; `secrets` are the texts that were sealed. */
export async function createSealedWorld(db: Db, keyRing: KeyRing, rows: number) {
  const secrets: string[] = [];
  const seal = (rowId: string) => {
    const secret = randomToken();
    secrets.push(secret);
    return encrypt(keyRing, secret, rowId);
  };
  const gatewayIds: string[] = [];
  for (let index = 0; index < rows; index += 1) {
    const workspace = await createWorkspace(db);
    const { member } = await createMember(db, workspace, 'owner');
    const made = { workspaceId: workspace.id, memberId: member.id };
    const gateway = await createGateway(db, workspace, { keyRing });
    gatewayIds.push(gateway.id);
    await db
      .update(gateways)
      .set({
        apiKeySealed: seal(gateway.id),
        webhookSigningSecretsSealed: [seal(gateway.id), seal(gateway.id)],
      })
      .where(eq(gateways.id, gateway.id));
    const attemptId = newId();
    await db.insert(authAttempts).values({
      ...made,
      id: attemptId,
      gatewayId: gateway.id,
      type: 'create',
      provider: 'WHATSAPP',
      method: 'qr',
      checkpoint: { type: 'qr' },
      qrSealed: seal(attemptId),
      expiresAt: new Date(Date.now() + 300_000),
    });
    const deviceId = newId();
    await db.insert(extensionDevices).values({
      ...made,
      id: deviceId,
      name: 'Chrome',
      tokenHash: randomToken(),
    });
    const cookieId = newId();
    await db.insert(extensionCookies).values({
      id: cookieId,
      workspaceId: workspace.id,
      deviceId,
      sealed: seal(cookieId),
      linkedinMemberId: '1',
      userAgent: 'Chrome',
      valueSince: new Date(),
      seenAt: new Date(),
    });
    const erasureId = newId();
    await db.insert(erasures).values({
      id: erasureId,
      workspaceId: workspace.id,
      requestedByMemberId: member.id,
      subjectSealed: seal(erasureId),
    });
    await db
      .insert(erasureKeys)
      .values({ workspaceId: workspace.id, keySealed: seal(workspace.id) });
  }
  return { secrets, gatewayIds };
}
