import { eq } from 'drizzle-orm';
import {
  accounts,
  extensionCookies,
  extensionDevices,
  extensionUses,
  healingRuns,
} from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { expectAccessibleInAllLooks } from './support/looks';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 180_000 });
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const LONG = 'Wilhelmina Featherstonehaugh-Cholmondeley von und zu Hohenstein-Löwenberg';
const CHROME = 'Mozilla/5.0 (Macintosh) Chrome/150.0.0.0 Safari/537.36';
const ago = (ms: number) => new Date(Date.now() - ms);

type Account = Partial<typeof accounts.$inferInsert>;
type Use = Partial<typeof extensionUses.$inferInsert>;
interface State {
  words: string | RegExp;
  account?: Account;
  /** When the browser last held the session; null: none is kept. */
  seenAt?: Date | null;
  use?: Use;
  refusal?: 'other_member';
  isRepaired?: boolean;
}

const SIGNED_OUT: Account = { status: 'reconnect_needed', lastOkAt: ago(2 * HOUR_MS) };
const refused: Use = { outcome: 'refused', at: ago(HOUR_MS) };

const STATES: Readonly<Record<string, State>> = {
  'signed in': {
    words: 'The session of this browser last signed it in',
    use: { outcome: 'signed_in', at: ago(HOUR_MS) },
  },
  doubtful: { words: 'did not help when it was last tried', use: refused },
  'no session': { words: 'No session of it is kept', seenAt: null },
  silent: { words: 'has reported no session since', seenAt: ago(72 * HOUR_MS) },
  'not verified': {
    words: 'Nothing has proven since',
    account: { status: 'connected', lastOkAt: ago(3 * HOUR_MS) },
  },
  waiting: {
    words: /is tried next: .*Last time: /,
    account: SIGNED_OUT,
    use: refused,
    isRepaired: true,
  },
  trying: {
    words: 'is being tried right now',
    account: SIGNED_OUT,
    use: { outcome: null, at: ago(MINUTE_MS) },
    isRepaired: true,
  },
  cannot: {
    words: 'this browser cannot sign it in',
    account: SIGNED_OUT,
    refusal: 'other_member',
  },
  'handed over': { words: 'nothing is tried by itself any more', account: SIGNED_OUT },
  restricted: {
    words: 'No session of a browser helps there',
    account: { status: 'restricted', lastOkAt: ago(2 * HOUR_MS) },
  },
};

test('each state of a browser and its account is told by what is known (A6, 2.8)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { member, account } = await seat({ account: { name: LONG } });
  // While the API answers, the worker may prove or change the account at any time.
  await sandbox.stop();
  const { workspaceId } = account;
  const device = { workspaceId, memberId: member.member.id, accountId: account.id };
  const facts = { linkedinMemberId: '4711', userAgent: CHROME };

  async function addDevice(name: string, seenAt: Date | null, refusal?: 'other_member') {
    const id = newId();
    await db.insert(extensionDevices).values({
      ...device,
      ...facts,
      id,
      name,
      tokenHash: newId(),
      lastUsedAt: seenAt,
      ...(refusal && { refusal, refusedAt: new Date() }),
    });
    if (seenAt) {
      const cookie = { workspaceId, deviceId: id, sealed: 'sealed', valueSince: ago(96 * HOUR_MS) };
      await db.insert(extensionCookies).values({ ...cookie, ...facts, seenAt });
    }
    return id;
  }

  async function become({ account: fields, seenAt = ago(MINUTE_MS), ...state }: State) {
    await db.delete(extensionUses).where(eq(extensionUses.memberId, device.memberId));
    await db.delete(extensionDevices).where(eq(extensionDevices.memberId, device.memberId));
    await db.delete(healingRuns).where(eq(healingRuns.accountId, account.id));
    await db
      .update(accounts)
      .set({ status: 'connected', lastOkAt: new Date(), ...fields })
      .where(eq(accounts.id, account.id));
    const deviceId = await addDevice('Chrome at work', seenAt, state.refusal);
    if (state.use) {
      const used = {
        ...device,
        deviceId,
        deviceName: 'Chrome at work',
        purpose: 'repair',
      } as const;
      await db
        .insert(extensionUses)
        .values({ ...used, cookieSeenAt: ago(2 * HOUR_MS), ...state.use });
    }
    if (state.isRepaired) {
      const loss = { transitionId: newId(), lostAt: ago(HOUR_MS), tries: 1 };
      const nextAt = new Date(Date.now() + 20 * MINUTE_MS);
      await db.insert(healingRuns).values({ workspaceId, accountId: account.id, nextAt, ...loss });
    }
  }

  for (const [name, state] of Object.entries(STATES)) {
    await test.step(name, async () => {
      await become(state);
      await page.goto('/settings/extension');
      await expect(page.getByText(state.words)).toBeVisible();
      await expectAccessibleInAllLooks(page, `browser ${name}`);
    });
  }

  await test.step('beside another one', async () => {
    await become({ words: '' });
    await addDevice('Edge at home', new Date());
    await page.goto('/settings/extension');
    await expect(page.getByText('has reported a newer session')).toBeVisible();
    await expect(page.getByText('If LinkedIn signs it out')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'browser beside another one');
  });
});
