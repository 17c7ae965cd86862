import { englishOpenings } from './english-openings';
import { englishQuestions } from './english-questions';
import { englishNudges, englishShort } from './english-short';
import { englishSteps } from './english-steps';
import { arabic, chinese, hebrew, japanese } from './further';
import { dutch, german } from './germanic';
import type { Phrases } from './phrases';
import { french, italian, portuguese, spanish } from './romance';

const english: Phrases = {
  openings: englishOpenings,
  questions: englishQuestions,
  steps: englishSteps,
  nudges: englishNudges,
  short: englishShort,
};

const byLanguage: Record<string, Phrases> = {
  en: english,
  de: german,
  nl: dutch,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
  ar: arabic,
  he: hebrew,
  ja: japanese,
  zh: chinese,
};

/** Conversation material of a language; English when there is none. */
export function phrasesIn(language: string): Phrases {
  return byLanguage[language] ?? english;
}

const dayNames: Record<string, readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag'],
  nl: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag'],
  fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi'],
  es: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes'],
  it: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì'],
  pt: ['segunda', 'terça', 'quarta', 'quinta', 'sexta'],
};

export function dayNamesIn(language: string): readonly string[] {
  return dayNames[language] ?? dayNames.en ?? [];
}
