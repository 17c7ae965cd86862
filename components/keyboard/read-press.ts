import type { KeyPress } from './match-key';

const TEXT_FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const POPUPS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const TOASTS = '[data-toast]';
const BUTTONS = 'button, summary, [role="button"], [role="checkbox"], input';

/** What the matcher needs to know of a key press and of where it happened. */
export function readPress(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof Element ? event.target : document.body;
  const isIn = (selector: string) => target.closest(selector) !== null;
  const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);
  // On many layouts [ or # is typed with AltGr (Ctrl and Alt at once on Windows) or with Option.
  const isSymbol = /^[^\p{L}\p{N}\s]$/u.test(event.key);
  const isAltGr =
    isSymbol && (event.getModifierState('AltGraph') || (event.altKey && event.ctrlKey !== isApple));
  return {
    key: event.key,
    isShift: event.shiftKey,
    isMod: !isAltGr && (isApple ? event.metaKey : event.ctrlKey),
    isOther: !isAltGr && (event.altKey || (isApple ? event.ctrlKey : event.metaKey)),
    isRepeat: event.repeat,
    // 229 is what Safari says of the key that ends a composition.
    isComposing: event.isComposing || event.keyCode === 229,
    isTyping: isIn(TEXT_FIELDS),
    // A toast that got the focus, because the one before it was pressed, has Escape and its buttons.
    isInPopup: isIn(POPUPS) && !(isIn(TOASTS) && event.key !== 'Escape'),
    isInList: isIn('[role="grid"]'),
    isOnMessage: target.matches('[role="log"] article'),
    isInComposer: isIn('[data-composer]'),
    control: isIn(BUTTONS) ? 'button' : isIn('a[href]') ? 'link' : null,
    isInstalled: window.matchMedia('(display-mode: standalone)').matches,
  };
}
