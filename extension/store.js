/**
 * What the extension keeps in this browser. No cookie is among it.
 * @typedef {object} Settings
 * @property {string | null} origin where the product is
 * @property {string | null} token of the pairing code
 * @property {boolean} hasConsent the person has read what is sent and has agreed
 * @property {boolean} isPaused
 * @property {string | null} memberId LinkedIn's number of who was signed in
 * @property {string | null} memberOf digest of the session that this number was read with
 * @property {object | null} state what the product said last
 * @property {string | null} problem a word of `PROBLEMS` in popup.js
 * @property {number | null} reportedAt milliseconds since 1970
 */

const EMPTY = {
  origin: null,
  token: null,
  hasConsent: false,
  isPaused: false,
  memberId: null,
  memberOf: null,
  state: null,
  problem: null,
  reportedAt: null,
};

/** Pages of LinkedIn run beside our content script, which must not be able to read the token. */
const isClosed = chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });

/** @returns {Promise<Settings>} */
export async function readSettings() {
  await isClosed;
  return { ...EMPTY, ...(await chrome.storage.local.get(Object.keys(EMPTY))) };
}

/** @param {Partial<Settings>} changes */
export async function changeSettings(changes) {
  await isClosed;
  await chrome.storage.local.set(changes);
}

export async function forgetEverything() {
  await isClosed;
  await chrome.storage.local.clear();
}
