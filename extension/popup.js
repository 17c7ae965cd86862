/** What the person is told, and what to do. The words are ours; nothing of an answer is shown as it came. */
const PROBLEMS = {
  no_code: 'This is no code of Switchboard. Copy it whole, from Settings, Browser extension.',
  not_paired: 'This code is not valid any more. Make a new one in Switchboard and pair again.',
  not_reached: 'Switchboard was not reached. It is tried again by itself.',
  not_taken: 'Switchboard did not take the report. It is tried again by itself.',
  not_deleted:
    'Switchboard was not reached, so it may still keep the session. Reading has stopped; press Delete all again, or delete it in Settings, Browser extension.',
  signed_out: 'You are not signed in to LinkedIn in this browser.',
  open_linkedin: 'Open LinkedIn once in this browser, so that it says who is signed in.',
  other_member:
    'You are signed in to LinkedIn as somebody else. Nothing was taken over. Sign in as yourself, or pair this browser anew.',
  other_browser:
    'This code was made for another browser. Make a code of its own for this one in Switchboard.',
};

const byId = (id) => document.getElementById(id);
const show = (id, isShown) => {
  byId(id).hidden = !isShown;
};
const write = (id, text) => {
  byId(id).textContent = text;
};

/** The question before "Delete all" stays on the screen whatever is reported meanwhile. */
let isAsking = false;

async function act(type, more = {}) {
  draw(await chrome.runtime.sendMessage({ type, ...more }));
}

function draw(settings) {
  const { isPaired, hasConsent, isPaused, state, problem, reportedAt } = settings;
  write('problem', PROBLEMS[problem] ?? '');
  show('problem', Boolean(PROBLEMS[problem]));
  const isIn = isPaired && problem !== 'not_paired';
  show('pair', !isIn);
  show('consent', isIn && !hasConsent);
  show('running', isIn && hasConsent && !isAsking);
  show('delete', isIn && hasConsent && isAsking);
  show('paused', isPaused);
  show('pause', !isPaused);
  show('resume', isPaused);
  show('report-now', !isPaused);
  if (!state) return;
  write('consent-workspace', state.workspaceName);
  write('consent-member', state.memberName);
  write('workspace', `${state.workspaceName}, ${state.memberName}`);
  write('account', state.accountName ?? 'No account yet: choose it in Switchboard');
  const hasReported = state.cookieSeenAt !== null && reportedAt;
  write('reported', hasReported ? new Date(reportedAt).toLocaleString() : 'None yet');
}

for (const button of document.querySelectorAll('[data-act]')) {
  button.addEventListener('click', () => {
    isAsking = false;
    void act(button.dataset.act);
  });
}
byId('pair-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void act('pair', { code: byId('code').value }).then(() => {
    byId('code').value = '';
  });
});
/** By keyboard one goes on where one is asked, and back where one came from. */
function ask(isAsked, focusId) {
  isAsking = isAsked;
  show('running', !isAsked);
  show('delete', isAsked);
  byId(focusId).focus();
}
byId('ask-delete').addEventListener('click', () => ask(true, 'keep'));
byId('keep').addEventListener('click', () => ask(false, 'ask-delete'));
// What is reported meanwhile is shown without a new opening.
chrome.storage.onChanged.addListener(() => void act('state'));
void act('state');
