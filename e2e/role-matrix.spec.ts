import { eq } from 'drizzle-orm';
import { sendAttachments } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { ACTIONS } from './role-matrix/actions-table';
import { ROUTES, type RouteRow } from './role-matrix/routes-table';
import {
  createWorld,
  PRINCIPALS,
  type Principal,
  SIGNED_OUT,
  type World,
} from './role-matrix/world';
import { callAction } from './support/action-calls';
import { builtActions, builtRoutes } from './support/build';
import { expect, test } from './support/fixtures';

// Many hundred requests in one test: one world serves all cells.
test.describe.configure({ timeout: 420_000 });

test('every route and action of the build has its row in the table (Z1)', () => {
  expect(
    builtActions()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(ACTIONS).sort());
  expect(builtRoutes()).toEqual(Object.keys(ROUTES).sort());
});

test('each action does what the table says, for everybody and every id, and writes one audit row (Z1, K4)', async ({
  url,
  db,
  team,
  sandbox,
}) => {
  const world = await createWorld({ db, team, sandbox });
  const missing = newId();
  const problems: string[] = [];
  for (const action of builtActions()) {
    const row = ACTIONS[action.name];
    if (!row) continue;
    const call = async (principal: Principal, targetId: string) => {
      const [before, auditsBefore] = [await world.fingerprint(), await world.countAudits()];
      const { result } = await callAction(url, action, row.input(targetId), {
        cookie: world.cookies[principal],
      });
      const outcome = result ? (result.ok ? 'ok' : result.problem.code) : 'no answer';
      const isChanged = (await world.fingerprint()) !== before;
      if (outcome !== 'ok' && outcome !== 'gateway' && isChanged) {
        problems.push(`${action.name} changed rows although ${principal} got ${outcome}`);
      }
      const audits = (await world.countAudits()) - auditsBefore;
      const isOwnSuccess = outcome === 'ok' && principal !== 'otherOwner';
      if (isOwnSuccess && audits !== (row.audits ?? 1)) {
        problems.push(`${action.name} ${principal}: ${audits} audit rows`);
      }
      return outcome;
    };
    const check = (principal: Principal, target: string, got: string, wanted: string) => {
      if (got !== wanted) {
        problems.push(`${action.name} ${principal} ${target}: ${got}, wanted ${wanted}`);
      }
    };
    for (const principal of PRINCIPALS) {
      const isSignedOut = SIGNED_OUT.includes(principal);
      const ownId = await world.makeOwn(row.target, principal);
      if (isSignedOut) {
        check(principal, 'own', await call(principal, ownId), 'unauthenticated');
        continue;
      }
      if (principal !== 'otherOwner') {
        check(principal, 'own', await call(principal, ownId), row.own[principal as 'owner']);
      }
      if (row.target === 'none') continue;
      // For the other workspace's owner, a row of this one is the foreign one.
      const foreignId = principal === 'otherOwner' ? ownId : await world.foreign(row.target);
      const ownOutcome = row.own[principal === 'otherOwner' ? 'owner' : (principal as 'owner')];
      const wanted =
        row.elsewhere?.[principal === 'otherOwner' ? 'owner' : (principal as 'owner')] ??
        (ownOutcome === 'forbidden' ? 'forbidden' : 'not_found');
      check(principal, 'foreign', await call(principal, foreignId), wanted);
      check(principal, 'missing', await call(principal, missing), wanted);
    }
  }
  expect(problems).toEqual([]);
});

/** Everything that is not the input of an action, made of a right input (Z12). */
function wrongInputs(right: unknown): unknown[] {
  const fields = Object.entries(right as Record<string, unknown>);
  const replaced = fields.flatMap(([name, value]) =>
    // Where a number may stand, half a one is none.
    [{ $ne: null }, [value], typeof value === 'string' ? 17 : 17.5, null, ''].map((wrong) => ({
      ...Object.fromEntries(fields),
      [name]: wrong,
    })),
  );
  const added = ['role', 'workspaceId', 'memberId', 'id', 'constructor', 'isAdmin']
    .filter((name) => !fields.some(([known]) => known === name))
    .map((name) => ({ ...Object.fromEntries(fields), [name]: 'owner' }));
  const missing = fields.map(([name]) =>
    Object.fromEntries(fields.filter(([other]) => other !== name)),
  );
  const all = [null, 'text', 17, [right], ...added, ...replaced, ...missing];
  return all.filter((wrong) => JSON.stringify(wrong) !== JSON.stringify(right));
}

test('no action takes more, less or other than its input (Z12)', async ({
  url,
  db,
  team,
  sandbox,
}) => {
  const world = await createWorld({ db, team, sandbox });
  const problems: string[] = [];
  for (const action of builtActions()) {
    const row = ACTIONS[action.name];
    if (!row) continue;
    const principal = row.own.owner === 'ok' ? 'owner' : 'member';
    const right = row.input(await world.makeOwn(row.target, principal));
    const before = await world.fingerprint();
    for (const wrong of wrongInputs(right)) {
      const { result } = await callAction(url, action, wrong, {
        cookie: world.cookies[principal],
      });
      const outcome = result ? (result.ok ? 'ok' : result.problem.code) : 'no answer';
      if (outcome !== 'invalid_input') {
        problems.push(`${action.name} took ${JSON.stringify(wrong)}: ${outcome}`);
      }
    }
    if ((await world.fingerprint()) !== before) problems.push(`${action.name} changed rows`);
  }
  expect(problems).toEqual([]);
});

async function get(url: string, cookie: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie, accept: 'text/html,application/json' },
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (isStream) await response.body?.cancel();
  return { status: response.status, body: isStream ? '' : await response.text() };
}

async function expectedStatuses(
  row: Exclude<RouteRow, { access: 'public' }>,
  world: World,
  principal: Principal,
): Promise<{ id: string; wanted: number; what: string }[]> {
  const ownId = await world.makeOwn(row.target, principal);
  if (SIGNED_OUT.includes(principal)) {
    const wanted = row.access === 'page' ? 307 : 401;
    return [
      { id: ownId, wanted, what: 'own' },
      { id: newId(), wanted, what: 'missing' },
    ];
  }
  const asRole = principal === 'otherOwner' ? 'owner' : (principal as 'owner');
  const own = row.own[asRole];
  if (row.target === 'none') return [{ id: '', wanted: own, what: 'own' }];
  const elsewhere = own === 403 ? 403 : 404;
  const foreignId = principal === 'otherOwner' ? ownId : await world.foreign(row.target);
  return [
    ...(principal === 'otherOwner' ? [] : [{ id: ownId, wanted: own, what: 'own' }]),
    { id: foreignId, wanted: elsewhere, what: 'foreign' },
    { id: newId(), wanted: elsewhere, what: 'missing' },
  ];
}

test('each page and route answers what the table says, for everybody and every id (Z1)', async ({
  url,
  db,
  team,
  sandbox,
}) => {
  const world = await createWorld({ db, team, sandbox });
  const problems: string[] = [];
  for (const [name, row] of Object.entries(ROUTES)) {
    for (const principal of PRINCIPALS) {
      const cookie = world.cookies[principal];
      if (row.access === 'public') {
        const { status } = await get(`${url}${row.path}`, cookie);
        if (!row.status.includes(status)) problems.push(`${name} ${principal}: ${status}`);
        continue;
      }
      for (const { id, wanted, what } of await expectedStatuses(row, world, principal)) {
        const { status, body } = await get(`${url}${row.path(id)}`, cookie);
        // A page may have begun to stream before it knows; then it says so in words.
        const isRefusedPage = row.access === 'page' && wanted === 404 && status === 200;
        const canary = world.canaryOf(id);
        if (status !== wanted && !isRefusedPage) {
          problems.push(`${name} ${principal} ${what}: ${status}, wanted ${wanted}`);
        }
        const isShown = wanted === 200 && !(row.access === 'api' && row.isNameless);
        if (canary && body.includes(canary) !== isShown) {
          problems.push(
            `${name} ${principal} ${what}: ${isShown ? 'does not show' : 'shows'} the name`,
          );
        }
      }
    }
  }
  expect(problems).toEqual([]);
});

test('a route answers no method but its own (Z1)', async ({ url, team }) => {
  const cookie = await team.cookieOf(await team.addMember('owner'));
  for (const [name, row] of Object.entries(ROUTES)) {
    if (row.access !== 'api') continue;
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      if (row.alsoAnswers?.includes(method)) continue;
      const response = await fetch(`${url}${row.path(newId())}`, {
        method,
        headers: { cookie, origin: url },
      });
      await response.body?.cancel();
      expect(response.status, `${method} ${name}`).toBe(405);
    }
  }
});

test('a file is taken only from a page of ours and from who may send there (Z1, Z3)', async ({
  url,
  db,
  team,
  sandbox,
}) => {
  const world = await createWorld({ db, team, sandbox });
  const put = async (principal: Principal, conversationId: string, origin = url) => {
    const response = await fetch(`${url}/api/uploads?conversationId=${conversationId}`, {
      method: 'POST',
      headers: { cookie: world.cookies[principal], origin, 'x-file-name': 'a.txt' },
      body: 'a file',
    });
    await response.body?.cancel();
    return response.status;
  };
  for (const principal of PRINCIPALS) {
    const isOut = SIGNED_OUT.includes(principal);
    if (principal !== 'member') {
      const own = await world.makeOwn('conversation', principal);
      expect(await put(principal, own), principal).toBe(isOut ? 401 : 404);
    }
    expect(await put(principal, newId()), principal).toBe(isOut ? 401 : 404);
  }
  const own = await world.makeOwn('conversation', 'member');
  expect(await put('member', await world.foreign('conversation'))).toBe(404);
  expect(await put('member', own, 'https://evil.example')).toBe(403);
  const count = () =>
    db.$count(sendAttachments, eq(sendAttachments.workspaceId, team.workspace.id));
  expect(await count()).toBe(0);
  expect(await put('member', own)).toBe(200);
  expect(await count()).toBe(1);
});
