import { askProduct } from './product.js';
import { changeSettings, readSettings } from './store.js';

const LINKEDIN = 'https://www.linkedin.com/';

/** Whether anything may be read at all: paired, agreed, not paused. */
export function mayRead({ token, hasConsent, isPaused }) {
  return token !== null && hasConsent && !isPaused;
}

/** A page of LinkedIn says who is signed in. The number counts for the session that is there right now. */
export async function keepMember(memberId) {
  if (!mayRead(await readSettings())) return;
  const session = await readCookie('li_at');
  if (!session) return;
  await changeSettings({ memberId, memberOf: await digest(session) });
  await report();
}

/**
 * Tells the product the session of this browser. Not before a page has said whose it is: after somebody
 * else has signed in, the old number stands for nobody.
 */
export async function report() {
  const settings = await readSettings();
  if (!mayRead(settings)) return;
  const [liAt, liA] = [await readCookie('li_at'), await readCookie('li_a')];
  if (!liAt) return changeSettings({ problem: 'signed_out' });
  if (settings.memberOf !== (await digest(liAt)))
    return changeSettings({ problem: 'open_linkedin' });
  const { status, body } = await askProduct(settings, 'PUT', {
    liAt,
    liA,
    userAgent: navigator.userAgent,
    linkedinMemberId: settings.memberId,
    seenAt: Date.now(),
  });
  await keepAnswer(status, body);
}

/** What the product said, for the popup. */
export async function keepAnswer(status, body) {
  const isState = status === 200 || status === 409;
  await changeSettings({
    ...(isState ? { state: body, reportedAt: Date.now() } : {}),
    problem: isState ? (body?.refusal ?? null) : problemOf(status),
  });
}

function problemOf(status) {
  if (status === 0) return 'not_reached';
  return status === 401 ? 'not_paired' : 'not_taken';
}

async function readCookie(name) {
  const cookie = await chrome.cookies.get({ url: LINKEDIN, name });
  return cookie?.value ?? null;
}

async function digest(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
