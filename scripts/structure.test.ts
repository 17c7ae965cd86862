import { describe, expect, it } from 'vitest';
import { fileProblems } from './structure.mjs';

const action = "'use server';\nimport { action } from '@/lib/server/action';\n";

describe('a file that keeps the rules', () => {
  it.each([
    ['lib/inbox/thread-queries.ts', 'export const a = 1;'],
    ['lib/inbox/queries.db.test.ts', 'process.env.TEST_DATABASE_URL;'],
    ['lib/webhooks/receive.ts', ''],
    ['lib/gateway/unipile-v1/wire.ts', ''],
    ['lib/core/env.ts', 'process.env'],
    ['app/(app)/inbox/[conversationId]/page.tsx', '<PageData state={state}>'],
    ['app/api/auth/[...nextauth]/route.ts', 'export const GET = handler;'],
    ['app/api/conversations/route.ts', 'export const GET = route(schema, listThreads);'],
    ['db/schema/index.ts', "export * from './team';"],
    ['next.config.mjs', 'process.env.PORT'],
    [
      'lib/inbox/actions.ts',
      `${action}export type Sent = { id: string };\nexport const sendAction = action(schema, send);`,
    ],
  ])('%s', (path, text) => {
    expect(fileProblems(path, text)).toEqual([]);
  });
});

describe('a seeded breach is caught', () => {
  it.each([
    ['lib/utils/time.ts', '', /lies in utils\//],
    ['lib/inbox/threadQueries.ts', '', /kebab-case/],
    ['components/Inbox/list.tsx', '', /kebab-case/],
    ['lib/inbox/sending.ts', '', /vocabulary/],
    ['lib/inbox/wire/schema.ts', '', /vocabulary/],
    ['components/ui/index.ts', '', /barrel/],
    ['worker/run.ts', 'x\n'.repeat(351), /351 lines/],
    ['worker/run.ts', 'const a = process.env.PORT;', /reads the environment/],
    ['worker/run.ts', "const a = process['env'];", /reads the environment/],
    ['worker/run.ts', '// @ts-ignore', /@ts-ignore/],
    ['worker/run.ts', '// TODO later', /TODO/],
    ['e2e/inbox.spec.ts', 'await page.waitForTimeout(5);', /sleeps/],
    ['app/(app)/settings/labels/page.tsx', '<HydrationBoundary>', /never says/],
    ['app/(app)/error.tsx', '<ErrorState />', /never says/],
    ['e2e/inbox.spec.ts', 'setTimeout(done, 5);', /sleeps/],
    ['app/(App)/page.tsx', '', /kebab-case/],
    ['lib/inbox/actions.ts', "import x from 'x';\n'use server';", /use server/],
    ['lib/inbox/actions.ts', `${action}export const send = action(a, b);`, /end in Action/],
    ['lib/inbox/actions.ts', `${action}export const sendAction = send;`, /action\(\) has not made/],
    ['lib/inbox/actions.ts', `${action}export async function sendAction() {}`, /has not made/],
    ['lib/inbox/actions.ts', `${action}export { sendAction } from './x';`, /has not made/],
    ['lib/inbox/actions.ts', `${action}export * from './x';`, /has not made/],
    ['lib/inbox/actions.ts', `${action}export default send;`, /has not made/],
    ['app/api/people/route.ts', 'export async function GET() {}', /route\(\) has not made/],
    ['app/api/people/route.ts', 'export const POST = handler(x);', /route\(\) has not made/],
  ])('%#: in %s', (path, text, problem) => {
    expect(fileProblems(path, text).join('\n')).toMatch(problem);
  });
});
