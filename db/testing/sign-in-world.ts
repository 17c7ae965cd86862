import { eq } from 'drizzle-orm';
import type pg from 'pg';
import { accounts, authAttempts, gateways } from '@/db/schema';
import {
  type AccountsWorld,
  createAccountsWorld,
  type SharedSandbox,
} from '@/db/testing/accounts-world';
import { createAccount } from '@/db/testing/factories';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { encrypt } from '@/lib/core/secrets';
import { SECOND_MS } from '@/lib/core/time';
import { answerCheckpoint } from '@/lib/custom-auth/checkpoint-mutations';
import { startAttempt } from '@/lib/custom-auth/mutations';
import { getAttempt } from '@/lib/custom-auth/queries';
import type { Credentials } from '@/lib/custom-auth/schema';
import { DIALECTS, type Dialect } from '@/lib/gateway/testing/dialects';
import { findApiAccount } from '@/lib/gateways/mutations';

/** Of `accountsSandbox`. */
const SANDBOX_SPEED = 1_000;

/** A sign-in that waits at the sandbox. */
interface Waiting {
  id: string;
  v2Id: string;
  postpressId: string;
  qrcode: string | null;
  resentCount: number;
  login: string;
  country: string | null;
}

/** A workspace of one test whose member signs accounts in here, through one dialect. */
async function createSignInWorld(pool: pg.Pool, sandbox: SharedSandbox, spec: Dialect) {
  const world: AccountsWorld = await createAccountsWorld(pool, sandbox);
  const { db, gateway, owner, workspace, clock } = world;
  // The sandbox runs fast; its QR codes are to live as long as they do for people.
  await sandbox.control('POST', '/options', { qrLifeMs: 20_000 * SANDBOX_SPEED });
  const apiKeySealed = encrypt(env().ENCRYPTION_KEYS, spec.apiKey(sandbox), gateway.id);
  await db
    .update(gateways)
    .set({ dialect: spec.dialect, apiKeySealed })
    .where(eq(gateways.id, gateway.id));

  return {
    ...world,
    start: (
      credentials: Credentials,
      more: { accountId?: string; attemptId?: string; country?: string } = {},
      ctx = owner.ctx,
    ) =>
      startAttempt(ctx, {
        attemptId: more.attemptId ?? newId(),
        gatewayId: gateway.id,
        accountId: more.accountId ?? null,
        country: more.country ?? null,
        credentials,
      }),
    show: (attemptId: string) => getAttempt(owner.ctx, { attemptId }),
    answer: (attemptId: string, code: string) => answerCheckpoint(owner.ctx, { attemptId, code }),
    /** The row of a sign-in. */
    stored: async (attemptId: string) => {
      const [row] = await db.select().from(authAttempts).where(eq(authAttempts.id, attemptId));
      if (!row) throw new Error('The attempt is not stored.');
      return row;
    },
    /** As if the time of its QR code were over. */
    ageQr: (attemptId: string) =>
      db.update(authAttempts).set({ qrUntil: new Date() }).where(eq(authAttempts.id, attemptId)),
    rows: () => db.select().from(accounts).where(eq(accounts.workspaceId, workspace.id)),
    actions: async () => (await world.audits()).map(({ action }) => action),
    /** An account of the member's that is signed out, here and at the provider. */
    async signedOut(login: string) {
      const body = { type: 'LINKEDIN', login, status: 'CREDENTIALS' };
      const { id } = await sandbox.control<{ id: string }>('POST', '/accounts', body);
      const api = await findApiAccount(world.ctx, gateway.id, id);
      return createAccount(db, gateway, {
        providerAccountId: id,
        identity: api?.identity ?? null,
        ownerMemberId: owner.member.id,
        status: 'reconnect_needed',
      });
    },
    /** What is due until then, as the worker would do it. */
    later: (ms = 3 * SECOND_MS) => world.runUntil(new Date(clock.now().getTime() + ms)),
    waiting: async () => {
      const all = await sandbox.control<Waiting[]>('GET', '/intents');
      const last = all.at(-1);
      if (!last) throw new Error('Nobody waits at the sandbox.');
      return last;
    },
    /** What the owner of the latest sign-in, or the provider, does. */
    act: async (what: string, body: object = {}) => {
      const all = await sandbox.control<Waiting[]>('GET', '/intents');
      await sandbox.control('POST', `/intents/${all.at(-1)?.id}/${what}`, body);
    },
    /** Paths of what was posted to the sandbox, in order. */
    posts: async () => {
      const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
        'GET',
        '/log',
      );
      return requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    },
  };
}

/** The same beside a sandbox that holds nothing yet and lets nobody else sign an account in again. */
export async function freshSignInWorld(
  pool: pg.Pool,
  sandbox: SharedSandbox,
  dialect: Dialect['dialect'] = 'unipile-v1',
) {
  const spec = DIALECTS.find((one) => one.dialect === dialect);
  if (!spec) throw new Error(`There is no dialect ${dialect}.`);
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  await sandbox.control('POST', '/options', { wrongAccount: 'refuse' });
  return createSignInWorld(pool, sandbox, spec);
}

export type SignInWorld = Awaited<ReturnType<typeof createSignInWorld>>;

/** What the form of a provider sends; `tags` in the name say what the sandbox asks for. */
export function formFor(
  form: Credentials['form'],
  tags = '',
  password = 'a password',
): Credentials {
  const username = `jane${newId().slice(-8)}${tags}@x.example`;
  switch (form) {
    case 'linkedin':
    case 'instagram':
    case 'messenger':
      return { form, username, password };
    case 'x':
      return { form, username, email: 'jane@x.example', password };
    case 'linkedin-cookies':
      return {
        form,
        accessToken: `cookie@${username}`,
        premiumToken: '',
        userAgent: 'Firefox',
      };
    case 'whatsapp':
      return { form };
    case 'telegram':
      return { form, password: '' };
    case 'imap':
      return {
        form,
        address: username,
        user: username,
        password,
        imapHost: 'imap.x.example',
        imapPort: 993,
        imapEncryption: 'ssl',
        smtpHost: 'smtp.x.example',
        smtpPort: 465,
        smtpEncryption: 'ssl',
      };
  }
}
