import { type BrowserContext, test as base, expect } from '@playwright/test';
import { createDb, createPool, type Db } from '@/db/client';
import {
  createMember,
  createWorkspace,
  setChatHold,
  type TestWorkspace,
} from '@/db/testing/factories';
import type { Role } from '@/lib/auth/scope';
import { encodeSessionId, sessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/core/env';
import { DIALECTS, type Dialect } from '@/lib/gateway/testing/dialects';
import { addGateway } from '@/lib/gateways/mutations';
import { systemCtx } from '@/lib/jobs/system-scope';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { endSandbox } from './end-sandbox';

export { expect };

export type TeamMember = Awaited<ReturnType<typeof createMember>>;

/** A workspace of the test's own, on a sandbox of its own; nothing is shared between tests. */
export interface Team {
  workspace: TestWorkspace;
  gatewayId: string;
  /** Of its connection. */
  dialect: Dialect;
  /** Their messages leave at once, unless `chatHoldSeconds` says otherwise. */
  addMember(role: Role, name?: string, chatHoldSeconds?: number): Promise<TeamMember>;
  /** Puts the member's session into the browser. */
  signIn(context: BrowserContext, member: TeamMember): Promise<void>;
  /** `cookie` header of a session, for requests without a browser. */
  cookieOf(member: TeamMember): Promise<string>;
}

function firstDialect(): Dialect {
  const [first] = DIALECTS;
  if (!first) throw new Error('There is no dialect.');
  return first;
}

interface WorkerFixtures {
  db: Db;
  /** Address of the product under test. */
  url: string;
}

interface TestFixtures {
  sandbox: RunningSandbox;
  /** In which the product talks to the sandbox; the first one unless a test says otherwise. */
  dialect: Dialect;
  team: Team;
  /** Messages of the browser that a test expects, e.g. of a request that must fail. */
  allowedConsoleErrors: RegExp[];
  watchPages: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  baseURL: async ({ browserName: _ }, use) => use(process.env.E2E_URL),

  url: [async ({ browserName: _ }, use) => use(env().PUBLIC_URL), { scope: 'worker' }],

  db: [
    async ({ browserName: _ }, use) => {
      const pool = createPool(env().DATABASE_URL, 4);
      await use(createDb(pool));
      await pool.end();
    },
    { scope: 'worker' },
  ],

  sandbox: async ({ db }, use) => {
    const sandbox = await startSandbox({ seed: 'empty', speed: 50 });
    await use(sandbox);
    await endSandbox(db, sandbox);
  },

  dialect: [firstDialect(), { option: true }],

  team: async ({ db, sandbox, dialect }, use) => {
    const workspace = await createWorkspace(db);
    const gateway = await addGateway(systemCtx(db, workspace.id), {
      name: 'Sandbox',
      dialect: dialect.dialect,
      baseUrl: sandbox.url,
      apiKey: dialect.apiKey(sandbox),
    });
    const cookieValue = (member: TeamMember) => encodeSessionId(member.session.id);
    await use({
      workspace,
      gatewayId: gateway.id,
      dialect,
      async addMember(role, name, chatHoldSeconds = 0) {
        const made = await createMember(db, workspace, role, { name });
        await setChatHold(db, made.member, chatHoldSeconds);
        return made;
      },
      async signIn(context, member) {
        const { name } = sessionCookie();
        const url = env().PUBLIC_URL;
        await context.addCookies([{ name, value: await cookieValue(member), url, httpOnly: true }]);
      },
      async cookieOf(member) {
        return `${sessionCookie().name}=${await cookieValue(member)}`;
      },
    });
  },

  allowedConsoleErrors: [[], { option: true }],

  watchPages: [
    async ({ context, allowedConsoleErrors }, use) => {
      const problems: string[] = [];
      const isAllowed = (text: string) => allowedConsoleErrors.some((one) => one.test(text));
      context.on('console', (message) => {
        if (message.type() === 'error' && !isAllowed(message.text())) {
          problems.push(`console: ${message.text()}`);
        }
      });
      context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
      context.on('response', (response) => {
        const text = `${response.status()} ${response.url()}`;
        if (response.status() >= 500 && !isAllowed(text)) problems.push(text);
      });
      await use(undefined);
      expect(problems, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
});
