// Runs in pages of LinkedIn. Reads one number, and only once the person has agreed: who is signed in there.

/** LinkedIn writes data for its own scripts into the page; that of the reader begins with their number. */
const MEMBER = /"plainId"\s*:\s*"?(\d{1,20})/;

function findMemberId() {
  for (const element of document.querySelectorAll('code, script[type="application/json"]')) {
    const text = element.textContent ?? '';
    const [, id] = text.includes('"plainId"') ? (MEMBER.exec(text) ?? []) : [];
    if (id) return id;
  }
  return null;
}

async function tellMember() {
  const { mayRead } = await chrome.runtime.sendMessage({ type: 'may-read' });
  if (!mayRead) return;
  const memberId = findMemberId();
  if (memberId) await chrome.runtime.sendMessage({ type: 'member', memberId });
}

// Rejects where the extension was replaced meanwhile; the next page asks anew.
tellMember().catch(() => undefined);
