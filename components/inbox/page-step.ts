type Edges = { top: number; bottom: number };

/** What stays in sight of the page before, so that the eye finds its line again; the day stands there too. */
const OVERLAP_PX = 64;
/** A rounded edge hides nothing. */
const SLACK_PX = 2;

/**
 * How far an arrow scrolls within a message that is taller than its pane before it leads to the next one,
 * in pixels down; 0 where nothing is left of it in that direction, or it is not what is being read.
 */
export function pageStep(step: 1 | -1, message: Edges, pane: Edges): number {
  const height = pane.bottom - pane.top;
  const isTaller = message.bottom - message.top > height;
  const isInSight = message.top < pane.bottom && message.bottom > pane.top;
  if (!isTaller || !isInSight) return 0;
  const hidden = step > 0 ? message.bottom - pane.bottom : pane.top - message.top;
  if (hidden <= SLACK_PX) return 0;
  return step * Math.min(hidden, Math.max(height - OVERLAP_PX, height / 2));
}
