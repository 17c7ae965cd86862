import { createWorkspace } from '@/db/testing/factories';
import { newId } from '@/lib/core/ids';
import { systemCtx } from '@/lib/jobs/system-scope';
import { publish } from '@/lib/live/publish';
import { ACTIONS } from './role-matrix/actions-table';
import { ROUTES } from './role-matrix/routes-table';
import { callAction } from './support/action-calls';
import { builtActions } from './support/build';
import { expect, test } from './support/fixtures';
import { openStream } from './support/live-stream';
import { fillTenant, type Tenant } from './support/tenant';

test.describe.configure({ timeout: 180_000 });

/** Every address of the product for one tenant's eyes: with its own ids and with those of another. */
function addresses(own: Tenant, other: Tenant): string[] {
  const fixed = Object.values(ROUTES).flatMap((row) => {
    if (row.access === 'public') return [row.path];
    if (row.target === 'none') return [row.path('')];
    return [own.ids[row.target], other.ids[row.target], newId()].map((id) => row.path(id));
  });
  const filtered = [own, other].flatMap(({ ids, canaries }) => [
    `/inbox?account=${ids.account}`,
    `/inbox?view=unread&account=${ids.account}`,
    `/api/conversations?account=${ids.account}`,
    `/api/conversations?accountId=${ids.account}&view=unread`,
    `/accounts?connected=${ids.request}`,
    `/accounts?failed=${ids.request}`,
    `/overview?owner=${ids.colleague}`,
    `/api/overview/csv?owner=${ids.colleague}`,
    `/settings/webhooks?event=${ids.event}`,
    `/api/webhook-events?state=quarantined&account=${ids.account}`,
    `/overview?q=${canaries[0]?.slice(0, 8)}`,
  ]);
  return [...fixed, ...filtered, '/api/conversations?view=unread', '/overview?status=all'];
}

async function read(address: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(address, { headers, redirect: 'manual' });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (isStream) await response.body?.cancel();
  const body = isStream ? '' : await response.text();
  return `${JSON.stringify([...response.headers])}\n${body}`;
}

test('nothing of another workspace is in any byte that a whole session receives (Z3)', async ({
  url,
  db,
  team,
}) => {
  const shared = newId();
  const own = await fillTenant(db, team.workspace, shared);
  const otherWorkspace = await createWorkspace(db, `workspace-${newId()}`);
  const other = await fillTenant(db, otherWorkspace, shared);
  expect(other.canaries.length).toBeGreaterThanOrEqual(40);
  const colleague = await team.addMember('owner');
  const received: string[] = [];
  const cookie = await team.cookieOf(own.owner);
  const stream = await openStream(url, cookie);

  const ways: Record<string, string>[] = [{}, { rsc: '1' }, { accept: 'application/json' }];
  for (const path of addresses(own, other)) {
    for (const headers of ways) {
      received.push(await read(`${url}${path}`, { cookie, ...headers }));
    }
  }

  // Last, and by a colleague: some of them end sessions.
  const acting = await team.cookieOf(colleague);
  for (const action of builtActions()) {
    const row = ACTIONS[action.name];
    const targets = row?.target === 'none' ? [''] : [row ? other.ids[row.target] : '', newId()];
    for (const id of row ? targets : []) {
      const { text } = await callAction(url, action, row?.input(id), { cookie: acting });
      received.push(text);
    }
  }

  const foreign = systemCtx(db, otherWorkspace.id);
  const { account, conversation, event, colleague: member } = other.ids;
  await publish(foreign, { kind: 'account.changed', id: account, accountId: account });
  await publish(foreign, { kind: 'conversation.changed', id: conversation, accountId: account });
  await publish(foreign, { kind: 'webhook-event.changed', id: event });
  await publish(foreign, { kind: 'member.changed', id: member });
  const ours = systemCtx(db, team.workspace.id);
  await publish(ours, { kind: 'webhook-event.changed', id: own.ids.event });
  // Hints keep their order: when ours is here, the others would have been.
  await expect.poll(() => stream.text()).toContain(own.ids.event);
  received.push(stream.text());
  stream.close();
  for (const id of Object.values(other.ids).filter(Boolean)) {
    expect(stream.text()).not.toContain(id);
  }

  const bytes = received.join('\n');
  const isHere = (text: string) => bytes.includes(text);
  // The looking finds what is to be found: one's own names, titles and texts.
  expect(own.canaries.filter(isHere).length).toBeGreaterThanOrEqual(40);
  expect(other.canaries.filter(isHere)).toEqual([]);
});
