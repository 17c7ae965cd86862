import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { extensionDevices, members } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { PERMISSIONS } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { readLimited } from '@/lib/core/http';
import { errorFields, log } from '@/lib/core/log';
import { problemResponse, toProblem } from '@/lib/core/result';
import { hashToken } from '@/lib/core/secrets';
import { findDeviceState } from '@/lib/extension/queries';
import { storeReport } from '@/lib/extension/report-mutations';
import { reportInput } from '@/lib/extension/schema';
import { systemCtx } from '@/lib/jobs/system-scope';
import { publish } from '@/lib/live/publish';

const LIMITS = { maxBytes: 16 * 1024, timeoutMs: 10_000 };

/**
 * What is asked here proves itself by its token alone: no cookie counts, so any page may read the
 * answer and learns nothing without the token.
 */
export const EXTENSION_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
  'cache-control': 'private, no-store',
  vary: 'authorization',
} as const;

interface Device {
  id: string;
  memberId: string;
}

/** Tells the browser what it is connected to. */
export function readDevice(db: Db, request: Request): Promise<Response> {
  return answering(db, request, (ctx, device) => stateOf(ctx, device));
}

/** Takes a report: 200 with the state, or 409 with it where it was refused. */
export function takeReport(db: Db, request: Request): Promise<Response> {
  return answering(db, request, async (ctx, device) => {
    const bytes = await readLimited(request.body ?? noBody(), LIMITS);
    const refusal = await storeReport(ctx, device.id, parseReport(bytes), new Date());
    if (refusal === 'gone') throw notSignedIn();
    return stateOf(ctx, device, refusal ? 409 : 200);
  });
}

/** "Delete all" in the extension: its token, its cookie and its row. */
export function eraseDevice(db: Db, request: Request): Promise<Response> {
  return answering(db, request, async (ctx, device) => {
    await inTransaction(ctx, async (tx) => {
      await tx.db.delete(extensionDevices).where(eq(extensionDevices.id, device.id));
      await recordAudit(tx, {
        action: 'extension.device_removed',
        entityType: 'extension_device',
        entityId: device.id,
        actorMemberId: device.memberId,
      });
      await publish(tx, { kind: 'extension.changed', id: device.memberId });
    });
    return Response.json({ isDeleted: true }, { headers: EXTENSION_HEADERS });
  });
}

async function answering(
  db: Db,
  request: Request,
  answer: (ctx: Ctx<SystemScope>, device: Device) => Promise<Response>,
): Promise<Response> {
  try {
    const found = await findDevice(db, request.headers.get('authorization'));
    if (!found) throw notSignedIn();
    const { workspaceId, ...device } = found;
    return await answer(systemCtx(db, workspaceId), device);
  } catch (error) {
    const problem = toProblem(error);
    const fields = { ...errorFields(error), reference: problem.reference };
    if (problem.code === 'internal') log().error(fields, 'extension.failed');
    return problemResponse(problem, new Headers(EXTENSION_HEADERS));
  }
}

/** The browser of this token, while its member may still connect accounts. */
async function findDevice(db: Db, authorization: string | null) {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '') ?? [];
  if (!token) return null;
  const [row] = await db
    .select({
      id: extensionDevices.id,
      memberId: extensionDevices.memberId,
      workspaceId: extensionDevices.workspaceId,
    })
    .from(extensionDevices)
    .innerJoin(members, eq(members.id, extensionDevices.memberId))
    .where(
      and(
        eq(extensionDevices.tokenHash, hashToken(token)),
        isNull(members.removedAt),
        inArray(members.role, [...PERMISSIONS['account:connect']]),
      ),
    );
  return row ?? null;
}

async function stateOf(ctx: Ctx, device: Device, status = 200): Promise<Response> {
  const state = await findDeviceState(ctx, device.id);
  if (!state) throw notSignedIn();
  return Response.json(state, { status, headers: EXTENSION_HEADERS });
}

function parseReport(bytes: Buffer) {
  const parsed = reportInput.safeParse(toJson(bytes));
  // Never what was sent: it holds the cookie.
  if (!parsed.success) throw new AppError('invalid_input', 'This is no report of the extension.');
  return parsed.data;
}

function toJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function notSignedIn(): AppError {
  return new AppError('unauthenticated', 'This code is not valid any more. Make a new one.');
}

async function* noBody(): AsyncGenerator<Uint8Array> {}
