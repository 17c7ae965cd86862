/** Beyond it a mail scrolls inside its frame: a style sheet may claim millions of pixels. */
const TALLEST_PX = 60_000;
/** Smaller than this nobody can read it; then it scrolls sideways inside its frame. */
const SMALLEST_ZOOM = 0.35;

interface FrameListener {
  /** Height of the whole mail in CSS pixels of the page. */
  onHeight(heightPx: number): void;
  /** Whether it holds remote images that were left out. Told once. */
  onRemote?(hasRemote: boolean): void;
  /** Where the link under the pointer or the focus leads; null where there is none. */
  onLink(host: string | null): void;
}

/**
 * Follows the document of a loaded frame that runs no scripts of its own: its height, its links and the keys
 * pressed inside, which are pressed on the frame again so that the page's keys keep working. A mail that is wider
 * than its frame is made smaller. Returns how to stop; nothing happens for a document of another origin.
 */
export function followFrame(frame: HTMLIFrameElement, listener: FrameListener): () => void {
  const inside = frame.contentDocument;
  const root = inside?.documentElement;
  const body = inside?.body;
  if (!inside || !root || !body) return () => undefined;

  const measure = () => {
    fitWidth(frame, root, body);
    listener.onHeight(Math.min(Math.ceil(root.getBoundingClientRect().height), TALLEST_PX));
  };
  const observer = new ResizeObserver(measure);
  observer.observe(body);
  observer.observe(frame);
  measure();
  listener.onRemote?.(inside.querySelector('[data-remote-src]:not([src])') !== null);

  const onKey = (event: KeyboardEvent) => pressOutside(frame, event);
  const onPoint = (event: Event) => listener.onLink(hostOf(event.target));
  const onLeave = () => listener.onLink(null);
  inside.addEventListener('keydown', onKey);
  inside.addEventListener('mouseover', onPoint);
  inside.addEventListener('focusin', onPoint);
  inside.addEventListener('focusout', onLeave);
  root.addEventListener('mouseleave', onLeave);
  return () => {
    observer.disconnect();
    inside.removeEventListener('keydown', onKey);
    inside.removeEventListener('mouseover', onPoint);
    inside.removeEventListener('focusin', onPoint);
    inside.removeEventListener('focusout', onLeave);
    root.removeEventListener('mouseleave', onLeave);
  };
}

/** Tells a loaded frame which theme the page has; designed mail keeps its paper. */
export function themeFrame(frame: HTMLIFrameElement, theme: 'light' | 'dark'): void {
  frame.contentDocument?.documentElement.setAttribute('data-theme', theme);
}

function fitWidth(frame: HTMLIFrameElement, root: HTMLElement, body: HTMLElement): void {
  body.style.removeProperty('zoom');
  const [wanted, given] = [root.scrollWidth, frame.clientWidth];
  if (given > 0 && wanted > given) {
    body.style.setProperty('zoom', String(Math.max(given / wanted, SMALLEST_ZOOM)));
  }
}

function pressOutside(frame: HTMLIFrameElement, event: KeyboardEvent): void {
  const isPress = event.key === 'Enter' || event.key === ' ';
  // These the mail needs itself: to walk its links, to open one, to unfold a quote.
  if (event.key === 'Tab' || (isPress && closest(event.target, 'a, summary'))) return;
  const again = new KeyboardEvent('keydown', {
    key: event.key,
    code: event.code,
    location: event.location,
    repeat: event.repeat,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    altKey: event.altKey,
    shiftKey: event.shiftKey,
    bubbles: true,
    cancelable: true,
  });
  if (!frame.dispatchEvent(again)) event.preventDefault();
}

function hostOf(target: EventTarget | null): string | null {
  return closest(target, 'a[href]')?.getAttribute('data-host') ?? null;
}

/** Classes of the frame's window are others than ours, so `instanceof` would say no. */
function closest(target: EventTarget | null, selector: string): Element | null {
  return target && 'closest' in target ? (target as Element).closest(selector) : null;
}
