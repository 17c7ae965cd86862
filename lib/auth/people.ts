import { and, eq, exists, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { identities, members, signInTokens, users } from '@/db/schema';
import { verifyPassword } from '@/lib/core/passwords';
import { hashToken, randomToken } from '@/lib/core/secrets';

/** A sign-in link is for the minutes in which somebody waits for it. */
export const LINK_LIFETIME_MINUTES = 15;

/**
 * Each function answers with the id of a user who may sign in, or null. Only members of a workspace
 * may: there is no sign-up. Addresses are expected as lib/core/email gives them.
 */
export async function findByPassword(
  db: Db,
  input: { email: string; password: string },
): Promise<string | null> {
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.email, input.email), isMember(db)));
  const isRight = await verifyPassword(user?.passwordHash ?? null, input.password);
  return user && isRight ? user.id : null;
}

/** The user with this address, if they may sign in. Its answer must not reach a visitor. */
export async function findByEmail(db: Db, email: string): Promise<string | null> {
  const [user] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), isMember(db)));
  return user?.id ?? null;
}

/**
 * A token for a sign-in link: 256 random bits, stored as a hash, good for 15 minutes and for the
 * browser that holds `browserKey`, so that a link in a stranger's hands opens nothing.
 */
export async function issueLinkToken(
  db: Db,
  input: { email: string; browserKey: string },
): Promise<string> {
  const token = randomToken();
  await db.delete(signInTokens).where(sql`${signInTokens.expiresAt} < now()`);
  await db.insert(signInTokens).values({
    email: input.email,
    tokenHash: linkHash(token, input.browserKey),
    expiresAt: sql`now() + make_interval(mins => ${LINK_LIFETIME_MINUTES})`,
  });
  return token;
}

/** Uses a link up. The delete decides which of two presses is the first one. */
export async function redeemLinkToken(
  db: Db,
  input: { token: string; browserKey: string },
): Promise<string | null> {
  const [row] = await db
    .delete(signInTokens)
    .where(
      and(
        eq(signInTokens.tokenHash, linkHash(input.token, input.browserKey)),
        sql`${signInTokens.expiresAt} > now()`,
      ),
    )
    .returning({ email: signInTokens.email });
  if (!row) return null;
  const [user] = await db
    .update(users)
    .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
    .where(and(eq(users.email, row.email), isMember(db)))
    .returning({ id: users.id });
  return user?.id ?? null;
}

/** What Google or Microsoft said about somebody; `verifiedEmail` is null unless they vouch for it. */
export interface ProviderPerson {
  provider: string;
  providerUserId: string;
  verifiedEmail: string | null;
}

/**
 * By a known identity, or else by an address that the provider vouches for: then the identity is
 * remembered, so that a later change of the address at the provider changes nothing here.
 */
export async function findByProvider(db: Db, person: ProviderPerson): Promise<string | null> {
  const isSame = and(
    eq(identities.provider, person.provider),
    eq(identities.providerUserId, person.providerUserId),
  );
  const [known] = await db
    .select({ id: users.id })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(isSame, isMember(db)));
  if (known) return known.id;
  const userId = person.verifiedEmail ? await findByEmail(db, person.verifiedEmail) : null;
  if (!userId) return null;
  await db
    .insert(identities)
    .values({ userId, provider: person.provider, providerUserId: person.providerUserId })
    .onConflictDoNothing();
  const [linked] = await db.select({ userId: identities.userId }).from(identities).where(isSame);
  return linked?.userId === userId ? userId : null;
}

function isMember(db: Db) {
  return exists(
    db
      .select({ one: sql`1` })
      .from(members)
      .where(and(eq(members.userId, users.id), isNull(members.removedAt))),
  );
}

function linkHash(token: string, browserKey: string): string {
  return hashToken(`${token}.${browserKey}`);
}
