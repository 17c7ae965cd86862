import { parentPort } from 'node:worker_threads';
import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import { preparePurifier, sanitise } from './sanitise-rules';

/**
 * The thread in which e-mails are cleaned, started by `clean-queries.ts`: a bomb of HTML keeps this thread busy
 * and nothing else. It opens no connection: jsdom loads nothing and runs nothing unless told to.
 */
export interface CleanRequest {
  html: string;
  isForward: boolean;
}

/** `failure` names the error by which the HTML could not be cleaned; it never quotes the e-mail. */
export interface CleanAnswer {
  safeHtml: string | null;
  failure?: string;
}

/** Said once, when questions may come: loading takes longer than most answers. */
export const READY = 'ready';

const { window } = new JSDOM('');
leaveStylesAsText(window.document);
const purify = createDOMPurify(window);
preparePurifier(purify);

parentPort?.on('message', ({ html, isForward }: CleanRequest) => {
  parentPort?.postMessage(answer(html, isForward));
});
parentPort?.postMessage(READY);

function answer(html: string, isForward: boolean): CleanAnswer {
  try {
    const safeHtml = sanitise(purify, html, isForward);
    return safeHtml ? { safeHtml } : { safeHtml, failure: 'not settled' };
  } catch (error) {
    // A tree too deep for a recursive step, for one.
    return { safeHtml: null, failure: error instanceof Error ? error.name : 'unknown' };
  }
}

/**
 * jsdom reads each `style` attribute into an object model, at parsing and at every change, which is half of all the
 * time that cleaning takes. Nothing here asks that model: styles are read by `css-rules.ts`, as text.
 */
function leaveStylesAsText(document: Document): void {
  const { style } = document.createElement('p');
  for (const key of Object.getOwnPropertySymbols(style)) {
    const inner: unknown = Reflect.get(style, key);
    const prototype: unknown = inner && Object.getPrototypeOf(inner);
    if (prototype && typeof prototype === 'object' && 'cssText' in prototype) {
      Object.defineProperty(prototype, 'cssText', { get: () => '', set: () => undefined });
    }
  }
}
