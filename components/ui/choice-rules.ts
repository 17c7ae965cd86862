import type { ReactNode } from 'react';

/** One line of a list to choose from. */
export type Choice = {
  id: string;
  label: string;
  /** At the end of the line, such as why it cannot be chosen. */
  note?: string;
  leading?: ReactNode;
  /** Where every line is on, off or on for a part; without it nothing is marked. */
  mark?: boolean | 'mixed';
  isDisabled?: boolean;
};

/** Choices that hold every typed word: those that begin so first, each group in its own order. */
export function matchChoices<T extends Choice>(choices: readonly T[], text: string): T[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const found = choices.filter(({ label }) => words.every((word) => fold(label).includes(word)));
  const isFirst = ({ label }: T) => fold(label).startsWith(words.join(' '));
  return [...found.filter(isFirst), ...found.filter((choice) => !isFirst(choice))];
}

/** Whether a choice is called exactly so; case and accents do not make another one. */
export function isNameOfChoice(choices: readonly Choice[], text: string): boolean {
  const wanted = fold(text).replace(/\s+/g, ' ').trim();
  return choices.some(({ label }) => fold(label) === wanted);
}

/** The next line that can be chosen, going round; -1 where there is none. */
export function stepChoice(choices: readonly Choice[], at: number, step: 1 | -1): number {
  for (let tries = 1; tries <= choices.length; tries += 1) {
    const index = (at + step * tries + choices.length * tries) % choices.length;
    if (!choices[index]?.isDisabled) return index;
  }
  return -1;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
