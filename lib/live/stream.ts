import { accounts } from '@/db/schema';
import { readsMessagesOf, seesAccount } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { errorFields, type Logger } from '@/lib/core/log';
import type { HubEvent, LiveHub } from '@/lib/live/hub';
import type { Hint } from '@/lib/live/publish';

export const LIVE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform keeps proxies and Next from compressing, which would hold events back.
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

const BEAT_MS = 15_000;
const RECHECK_MS = 30_000;

export interface StreamSink {
  write(chunk: string): void;
  end(): void;
}

interface Visible {
  sees: ReadonlySet<string>;
  reads: ReadonlySet<string>;
}

/**
 * Writes server-sent events for one member to `sink` until the way out (the result) is called or the
 * session ends: `hint` (kind, id, accountId), `resync` (ask for everything once), `beat`. Hints about
 * accounts that the member may not see are left out. `recheck` tells whether the session still holds.
 */
export async function openLiveStream(
  ctx: Ctx<MemberScope>,
  hub: LiveHub,
  sink: StreamSink,
  recheck: () => Promise<Ctx<MemberScope> | null>,
  log: Logger,
): Promise<() => void> {
  let visible = await loadVisible(ctx);
  let queue: Promise<void> = Promise.resolve();
  let isClosed = false;

  const close = () => {
    if (isClosed) return;
    isClosed = true;
    unsubscribe();
    clearInterval(beat);
    clearInterval(check);
    sink.end();
  };
  const send = (event: string, data: unknown) => {
    if (!isClosed) sink.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const verify = async () => {
    const current = await recheck();
    // A changed role means a changed scope: the browser reconnects and gets a stream of its own.
    if (!current || current.scope.role !== ctx.scope.role) close();
  };
  const onEvent = async (event: HubEvent) => {
    if (event.type === 'resync') {
      visible = await loadVisible(ctx);
      return send('resync', {});
    }
    const { hint } = event;
    if (hint.workspaceId !== ctx.scope.workspaceId) return;
    if (concernsSession(hint, ctx.scope)) await verify();
    const before = visible;
    if (hint.kind === 'account.changed') visible = await loadVisible(ctx);
    if (!isClosed && (mayKnow(hint, visible, ctx.scope) || mayKnow(hint, before, ctx.scope))) {
      send('hint', { kind: hint.kind, id: hint.id, accountId: hint.accountId });
    }
  };
  // One after the other, so that hints keep their order across the look-ups above.
  const enqueue = (work: () => Promise<void>) => {
    queue = queue.then(work).catch((error) => {
      log.warn(errorFields(error), 'live.stream_failed');
      close();
    });
  };

  const unsubscribe = hub.subscribe((event) => enqueue(() => onEvent(event)));
  const beat = setInterval(() => send('beat', {}), BEAT_MS);
  const check = setInterval(() => enqueue(verify), RECHECK_MS);
  sink.write('retry: 2000\n\n');
  send('ready', {});
  return close;
}

async function loadVisible(ctx: Ctx<MemberScope>): Promise<Visible> {
  const [sees, reads] = await Promise.all([
    ctx.db.select({ id: accounts.id }).from(accounts).where(seesAccount(ctx.scope)),
    ctx.db.select({ id: accounts.id }).from(accounts).where(readsMessagesOf(ctx.scope)),
  ]);
  return {
    sees: new Set(sees.map((row) => row.id)),
    reads: new Set(reads.map((row) => row.id)),
  };
}

function concernsSession(hint: Hint, scope: MemberScope): boolean {
  if (hint.kind === 'session.revoked') return hint.id === scope.sessionId;
  return hint.kind === 'member.changed' && hint.id === scope.memberId;
}

function mayKnow(hint: Hint, visible: Visible, scope: MemberScope): boolean {
  switch (hint.kind) {
    case 'account.changed':
      return visible.sees.has(hint.id);
    case 'conversation.changed':
    case 'note.changed':
    case 'presence.changed':
    case 'conversations.changed':
    case 'start.changed':
    case 'invitations.changed':
      return hint.accountId !== undefined && visible.reads.has(hint.accountId);
    case 'webhook-event.changed':
      return scope.role === 'owner' || scope.role === 'admin';
    case 'gateway.changed':
    case 'label.changed':
    case 'member.changed':
    case 'people.changed':
    case 'saved-views.changed':
    case 'workspace.changed':
      return true;
    case 'extension.changed':
    case 'preferences.changed':
    case 'invitation-imports.changed':
      return hint.id === scope.memberId;
    case 'session.revoked':
      return false;
  }
}
