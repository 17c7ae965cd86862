import { idOf } from '../ids';
import type { World } from '../world';

/** A session of a LinkedIn member in a browser. The cookie itself is not kept, only what it hashes to. */
export interface Session {
  login: string;
  userAgent: string | null;
  isDead: boolean;
}

/** Signs a member in to LinkedIn in a browser; the cookies are good in a browser of that name alone. */
export function makeCookies(world: World, login: string, userAgent: string | null) {
  const accessToken = `AQED${idOf(world.newId('cookie'), login)}`;
  world.sessions.set(keyOf(accessToken), { login, userAgent, isDead: false });
  return { accessToken, premiumToken: `AQJ${idOf('premium', accessToken)}` };
}

/** Ends every session of a member, as a new password does. Answers how many there were. */
export function endSessions(world: World, login: string): number {
  const own = [...world.sessions.values()].filter((one) => one.login === login && !one.isDead);
  for (const session of own) session.isDead = true;
  return own.length;
}

/** Undefined for a cookie that was not made here. */
export function sessionOf(world: World, cookie: string): Session | undefined {
  return world.sessions.get(keyOf(cookie));
}

const keyOf = (cookie: string) => idOf('session', cookie);
