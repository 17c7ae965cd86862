/** A line and its answer. */
export type Exchange = readonly [string, string];

/**
 * Conversation material of one language. Slots: {first} the contact, {me} the owner, {company},
 * {city}, {day}, {time}, {n} a small number, {big} a larger one, {pct}, {euro}, {colleague}.
 */
export interface Phrases {
  /** First message of the seller and the contact's reaction. */
  openings: readonly Exchange[];
  /** The contact asks, the seller answers. */
  questions: readonly Exchange[];
  /** The seller moves things on, the contact reacts. */
  steps: readonly Exchange[];
  /** The seller writes again after silence. */
  nudges: readonly string[];
  /** Short lines of either side. */
  short: readonly string[];
}
