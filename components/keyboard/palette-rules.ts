import { type Command, type CommandName, commandOf } from './commands';

/** One line of the palette. */
export type PaletteItem = {
  id: string;
  group: string;
  label: string;
  /** Found by, besides the label. */
  more?: string;
  keys?: string;
};

export const MAX_RECENT = 5;
const MAX_SHOWN = 60;

/**
 * What the palette shows for a text: without one the recent choices first, else what holds every word,
 * beginnings before the rest. Groups stay together, in the order of their best line.
 */
export function paletteItems<Item extends PaletteItem>(
  items: readonly Item[],
  text: string,
  recentIds: readonly string[],
): Item[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const recent = recentIds.flatMap((id) => items.find((item) => item.id === id) ?? []);
    return [
      ...recent.map((item) => ({ ...item, group: 'Recent' })),
      ...items.filter((item) => !recentIds.includes(item.id)),
    ].slice(0, MAX_SHOWN);
  }
  const ranked = items
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, two) => one.rank - two.rank)
    .slice(0, MAX_SHOWN)
    .map(({ item }) => item);
  const groups = [...new Set(ranked.map(({ group }) => group))];
  return groups.flatMap((group) => ranked.filter((item) => item.group === group));
}

/** What is done to a conversation first, what is the same on every page last. */
const GROUP_ORDER: readonly Command['group'][] = [
  'Triage',
  'Write',
  'Invitations',
  'Move',
  'General',
  'Go to',
];

/** Commands as the palette lists them while nothing is typed. */
export function inPaletteOrder(names: readonly CommandName[]): CommandName[] {
  const rankOf = (name: CommandName) => GROUP_ORDER.indexOf(commandOf(name).group);
  return names.toSorted((one, two) => rankOf(one) - rankOf(two));
}

/** The newest choice first, each once. */
export function withRecent(recentIds: readonly string[], id: string): string[] {
  return [id, ...recentIds.filter((other) => other !== id)].slice(0, MAX_RECENT);
}

/** 0: the label begins so. 1: a word of it does. 2: somewhere in it. 3: not at all. */
function rankOf(item: PaletteItem, words: readonly string[]): number {
  const label = fold(item.label);
  const all = `${label} ${fold(item.more ?? '')}`;
  if (!words.every((word) => all.includes(word))) return 3;
  if (label.startsWith(words.join(' '))) return 0;
  return words.every((word) => all.split(/\s+/).some((part) => part.startsWith(word))) ? 1 : 2;
}

/** Without accents and case: "chloe" finds "Chloé". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
