/** What mail programs put before the subject of an answer, by language. */
const ANSWER = /^\s*(?:re|aw|sv|vs|ref|antw|r)(?:\[\d+\])?\s*:\s*/i;
/** And before that of a forward. */
const FORWARD = /^\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vb)(?:\[\d+\])?\s*:\s*/i;

/** "Fwd: …": what such an e-mail quotes is new to its reader. */
export function isForwardSubject(subject: string | null | undefined): boolean {
  return FORWARD.test(subject ?? '');
}

/** A subject without the marks of answers and forwards; null when nothing is left. */
export function bareSubject(subject: string | null): string | null {
  let bare = subject?.trim() ?? '';
  for (;;) {
    const shorter = bare.replace(ANSWER, '').replace(FORWARD, '');
    if (shorter === bare) break;
    bare = shorter;
  }
  return bare === '' ? null : bare;
}

/** One mark of an answer, however many there were, in whatever language. */
export function answerSubject(subject: string | null): string {
  const said = subject?.trim() ?? '';
  return ANSWER.test(said) ? said : `Re: ${said}`.trim();
}

/** One mark of a forward before what the e-mail is about. */
export function forwardSubject(subject: string | null): string {
  return `Fwd: ${bareSubject(subject) ?? ''}`.trim();
}
