import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { EVENT_STATES } from '@/lib/webhooks/types';

/** What the flight recorder shows, as the address holds it; page and browser read it alike. */
export const recorderParams = {
  state: parseAsStringLiteral(EVENT_STATES),
  /** The delivery that is open. */
  event: parseAsString,
};
