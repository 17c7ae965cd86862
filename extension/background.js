import { askProduct, parseCode } from './product.js';
import { keepAnswer, keepMember, mayRead, report } from './report.js';
import { changeSettings, forgetEverything, readSettings } from './store.js';

const ALARM = 'report';
const EVERY_MINUTES = 30;

chrome.runtime.onInstalled.addListener(() => setAlarm());
chrome.runtime.onStartup.addListener(() => setAlarm());

chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === ALARM) void report();
});

chrome.cookies.onChanged.addListener(({ cookie, cause }) => {
  // Overwriting is told as a removal first.
  if (cause === 'overwrite' || !['li_at', 'li_a'].includes(cookie.name)) return;
  if (/(^|\.)linkedin\.com$/.test(cookie.domain)) void report();
});

/** What the popup may ask for. Each answers with the settings as they are then, without the token. */
const ACTS = {
  state: async () => undefined,

  async pair({ code }) {
    const where = parseCode(code);
    if (!where) return changeSettings({ problem: 'no_code' });
    const { status, body } = await askProduct(where, 'GET');
    if (status !== 200) return keepAnswer(status, body);
    await forgetEverything();
    await changeSettings(where);
    await keepAnswer(status, body);
  },

  async agree() {
    await changeSettings({ hasConsent: true, isPaused: false });
    await setAlarm();
    await report();
  },

  pause: () => changeSettings({ isPaused: true }),

  async resume() {
    await changeSettings({ isPaused: false });
    await report();
  },

  report,

  /** Here only once the product has confirmed that nothing is left there; until then nothing is read. */
  async 'delete-all'() {
    const settings = await readSettings();
    await changeSettings({ isPaused: true });
    if (settings.token) {
      const { status } = await askProduct(settings, 'DELETE');
      if (status !== 200 && status !== 401) return changeSettings({ problem: 'not_deleted' });
    }
    await chrome.alarms.clear(ALARM);
    await forgetEverything();
  },
};

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  void handle(message, sender).then(answer, () => answer(null));
  return true;
});

async function handle(message, sender) {
  if (sender.id !== chrome.runtime.id) return null;
  if (sender.url?.startsWith('https://www.linkedin.com/')) return handlePage(message);
  // Only pages of the extension itself may change anything.
  if (!sender.url?.startsWith(chrome.runtime.getURL(''))) return null;
  const act = Object.hasOwn(ACTS, message.type) ? ACTS[message.type] : null;
  if (!act) return null;
  await act(message);
  const { token, ...shown } = await readSettings();
  return { ...shown, isPaired: token !== null };
}

async function handlePage({ type, memberId }) {
  if (type === 'may-read') return { mayRead: mayRead(await readSettings()) };
  if (type === 'member' && /^\d{1,20}$/.test(memberId)) await keepMember(memberId);
  return null;
}

async function setAlarm() {
  const { hasConsent } = await readSettings();
  if (!hasConsent || (await chrome.alarms.get(ALARM))) return;
  await chrome.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES });
}
