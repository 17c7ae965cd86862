import type { Random } from '../ids';
import type { Contact } from '../state';
import { cities, colleagues } from './names';
import { dayNamesIn, phrasesIn } from './sentences/languages';
import type { Phrases } from './sentences/phrases';

export interface Line {
  isMine: boolean;
  text: string;
  /** True when some time passes before this line: a new round of the conversation. */
  isNewRound: boolean;
}

/** Most lines a conversation in a language can have before it would repeat itself. */
export function longestScript(language: string): number {
  const { openings, questions, steps, nudges } = phrasesIn(language);
  return 2 * (Math.min(openings.length, 1) + questions.length + steps.length) + nudges.length;
}

/** A believable conversation of `length` lines; the last `unread` ones are the contact's. */
export function writeScript(
  random: Random,
  people: { me: string; contact: Contact },
  length: number,
  unread: number,
): Line[] {
  const { language } = people.contact;
  const phrases = phrasesIn(language);
  const rounds = new Rounds(random, phrases);
  const lines: Line[] = [];
  while (lines.length < length) lines.push(...rounds.next(lines.length === 0));
  lines.length = length;
  endUnread(random, phrases, lines, unread);
  return lines.map((line) => ({ ...line, text: fillSlots(random, line.text, people) }));
}

/** Hands out rounds of a conversation without using one twice, as long as there are any. */
class Rounds {
  readonly #random: Random;
  readonly #phrases: Phrases;
  readonly #questions: number[];
  readonly #steps: number[];
  readonly #nudges: number[];

  constructor(random: Random, phrases: Phrases) {
    this.#random = random;
    this.#phrases = phrases;
    this.#questions = shuffled(random, phrases.questions.length);
    this.#steps = shuffled(random, phrases.steps.length);
    this.#nudges = shuffled(random, phrases.nudges.length);
  }

  next(isFirst: boolean): Line[] {
    const random = this.#random;
    if (isFirst) return exchange(random.pick(this.#phrases.openings), true);
    const kind = random.next();
    if (kind < 0.12) {
      const nudge = this.#phrases.nudges[this.#nudges.pop() ?? -1];
      if (nudge !== undefined) return [{ isMine: true, text: nudge, isNewRound: true }];
    }
    const question = kind < 0.6 ? this.#phrases.questions[this.#questions.pop() ?? -1] : undefined;
    if (question !== undefined) return this.#withEnding(exchange(question, false));
    const step = this.#phrases.steps[this.#steps.pop() ?? -1];
    if (step !== undefined) return this.#withEnding(exchange(step, true));
    const rest = this.#phrases.questions[this.#questions.pop() ?? -1];
    if (rest !== undefined) return exchange(rest, false);
    return [
      { isMine: random.chance(0.5), text: random.pick(this.#phrases.short), isNewRound: true },
    ];
  }

  #withEnding(lines: Line[]): Line[] {
    const last = lines.at(-1);
    if (last === undefined || !this.#random.chance(0.3)) return lines;
    const text = this.#random.pick(this.#phrases.short);
    return [...lines, { isMine: !last.isMine, text, isNewRound: false }];
  }
}

function exchange(pair: readonly [string, string], isMineFirst: boolean): Line[] {
  return [
    { isMine: isMineFirst, text: pair[0], isNewRound: true },
    { isMine: !isMineFirst, text: pair[1], isNewRound: false },
  ];
}

function endUnread(random: Random, phrases: Phrases, lines: Line[], unread: number): void {
  for (let index = Math.max(lines.length - unread, 0); index < lines.length; index += 1) {
    const isLast = index === lines.length - 1;
    const text = isLast ? random.pick(phrases.questions)[0] : random.pick(phrases.short);
    lines[index] = { isMine: false, text, isNewRound: index === lines.length - unread };
  }
}

function shuffled(random: Random, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  return order
    .map((value) => ({ value, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map((item) => item.value);
}

/** Puts people, places and numbers into `{slots}`. */
export function fillSlots(
  random: Random,
  text: string,
  people: { me: string; contact: Contact },
): string {
  const { contact, me } = people;
  const first = contact.name.split(' ')[0] ?? '';
  const values: Record<string, () => string> = {
    first: () => first || 'you',
    me: () => me.split(' ')[0] ?? me,
    company: () => contact.headline.split(' at ')[1] ?? 'your company',
    city: () => random.pick(cities),
    day: () => random.pick(dayNamesIn(contact.language)),
    time: () => `${random.between(8, 17)}:${random.pick(['00', '15', '30', '45'])}`,
    n: () => String(random.between(2, 9)),
    big: () => String(random.between(11, 96) * 50),
    pct: () => String(random.between(8, 62)),
    euro: () => String(random.between(9, 48) * 50),
    colleague: () => random.pick(colleagues),
  };
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => values[name]?.() ?? slot);
}
