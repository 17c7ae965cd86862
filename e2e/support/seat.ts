import type { Page } from '@playwright/test';
import type { Role } from '@/lib/auth/scope';
import { test as base, type Team } from './fixtures';
import { type AccountFields, addAccount, type World } from './inbox';

export { expect } from './fixtures';

type Member = Awaited<ReturnType<Team['addMember']>>;

interface SeatOptions {
  role?: Role;
  name?: string;
  /** For how long an answer can be taken back; 0 lets it leave at once. */
  holdSeconds?: number;
  account?: AccountFields;
}

interface SeatFixtures {
  world: World;
  /** A member, Jane Ruiz unless told otherwise, who owns an account and is signed in in `page`. */
  seat(options?: SeatOptions): Promise<{
    member: Member;
    account: Awaited<ReturnType<typeof addAccount>>;
  }>;
  /** Omar Haddad, a member of the same workspace, signed in in a browser of his own. */
  colleague: { member: Member; page: Page };
}

/** For tests that begin with somebody at work in the inbox. */
export const test = base.extend<SeatFixtures>({
  world: async ({ db, team, sandbox }, use) => use({ db, team, sandbox }),

  seat: ({ context, world }, use) =>
    use(async ({ role = 'member', name = 'Jane Ruiz', holdSeconds = 0, account = {} } = {}) => {
      const member = await world.team.addMember(role, name, holdSeconds);
      const own = await addAccount(world, member, account);
      await world.team.signIn(context, member);
      return { member, account: own };
    }),

  colleague: async ({ browser, team }, use) => {
    const member = await team.addMember('member', 'Omar Haddad');
    const context = await browser.newContext();
    await team.signIn(context, member);
    await use({ member, page: await context.newPage() });
    await context.close();
  },
});
