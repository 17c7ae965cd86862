import type { ShortcutPreset } from '@/lib/preferences/types';
import { COMMAND_NAMES, type CommandName, type CommandScope, commandOf, keysOf } from './commands';

/** After this long a first key of a sequence counts for nothing. */
export const SEQUENCE_MS = 1_000;

export type KeyPress = {
  key: string;
  isShift: boolean;
  /** The command key on Apple systems, Ctrl elsewhere. */
  isMod: boolean;
  /** Any other modifier; AltGr does not count where it makes a character. */
  isOther: boolean;
  isRepeat: boolean;
  /** An input method is at work. */
  isComposing: boolean;
  isTyping: boolean;
  /** In a dialog, a menu or a list of choices: they have keys of their own. */
  isInPopup: boolean;
  isInList: boolean;
  isOnMessage: boolean;
  isInComposer: boolean;
  /** What holds the focus keeps Enter for itself, and a button Space too. */
  control: 'link' | 'button' | null;
  isInstalled: boolean;
};

type Chord = { key: string; isMod: boolean; isShift: boolean };

export type Binding = {
  name: CommandName;
  scope: CommandScope | 'list' | 'message';
  chords: readonly Chord[];
};

export type Pending = { key: string; atMs: number };

export type Match = {
  name: CommandName | null;
  /** The key is ours, so the browser gets nothing of it. */
  isTaken: boolean;
  pending: Pending | null;
};

const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];
/** The nearer to the focus, the earlier asked. */
const NEAREST_FIRST = ['composer', 'list', 'message', 'thread', 'invitations', 'inbox', 'global'];

export function bindingsOf(preset: ShortcutPreset): readonly Binding[] {
  const all = COMMAND_NAMES.flatMap((name) => [
    ...keysOf(name, preset).map((keys) => binding(name, commandOf(name).scope, keys)),
    ...(commandOf(name).listKeys ?? []).map((keys) => binding(name, 'list', keys)),
    ...(commandOf(name).messageKeys ?? []).map((keys) => binding(name, 'message', keys)),
  ]);
  return all.toSorted(
    (one, two) => NEAREST_FIRST.indexOf(one.scope) - NEAREST_FIRST.indexOf(two.scope),
  );
}

/**
 * What a key press means, given the first key of a sequence that may be pending. A command that
 * nothing on screen offers has no key: the press is then left to the browser.
 */
export function matchKey(
  press: KeyPress,
  pending: Pending | null,
  nowMs: number,
  bindings: readonly Binding[],
  isOffered: (name: CommandName) => boolean,
): Match {
  if (MODIFIERS.includes(press.key)) return { name: null, isTaken: false, pending };
  if (press.isComposing || press.isInPopup || press.isOther) return nothing();
  const usable = bindings.filter((one) => fits(one, press));
  const isOpen = pending !== null && nowMs - pending.atMs <= SEQUENCE_MS;
  const found =
    (isOpen && usable.find((one) => continues(one, pending, press) && isOffered(one.name))) ||
    usable.find(
      (one) => one.chords.length === 1 && is(one.chords[0], press) && isOffered(one.name),
    );
  if (found) {
    const isIdle = press.isRepeat && !commandOf(found.name).repeats;
    return { name: isIdle ? null : found.name, isTaken: true, pending: null };
  }
  const begins = usable.some(
    (one) => one.chords.length > 1 && is(one.chords[0], press) && isOffered(one.name),
  );
  return begins
    ? { name: null, isTaken: true, pending: { key: press.key, atMs: nowMs } }
    : nothing();
}

function nothing(): Match {
  return { name: null, isTaken: false, pending: null };
}

/** Whether the place of the focus lets this binding act at all. */
function fits({ name, scope, chords }: Binding, press: KeyPress): boolean {
  const last = chords.at(-1);
  if (!last) return false;
  if (scope === 'composer') return press.isInComposer;
  if (scope === 'list' && !press.isInList) return false;
  if (scope === 'message' && !press.isOnMessage) return false;
  if (press.isTyping && !(commandOf(name).whileTyping && !isCharacter(last))) return false;
  if (last.key === 'F6' && !last.isMod && !press.isInstalled) return false;
  if (last.key === 'Enter' && press.control !== null) return false;
  return !(last.key === ' ' && press.control === 'button');
}

function continues({ chords }: Binding, pending: Pending, press: KeyPress): boolean {
  return (
    chords.length === 2 && chords[0]?.key === pending.key.toLowerCase() && is(chords[1], press)
  );
}

function is(chord: Chord | undefined, press: KeyPress): boolean {
  if (!chord || chord.isMod !== press.isMod) return false;
  // A character that is no letter says by itself what was pressed, whatever it took to type it.
  if (/^[^\p{L}\s]$/u.test(chord.key)) return press.key === chord.key;
  if (chord.isShift !== press.isShift) return false;
  // Caps Lock turns the letter, not the meaning.
  return press.key.length === 1 ? press.key.toLowerCase() === chord.key : press.key === chord.key;
}

function isCharacter({ key, isMod }: Chord): boolean {
  return key.length === 1 && !isMod;
}

function binding(name: CommandName, scope: Binding['scope'], keys: string): Binding {
  return { name, scope, chords: keys.split(' ').map(parseChord) };
}

function parseChord(text: string): Chord {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key: key === 'Space' ? ' ' : key.length === 1 ? key.toLowerCase() : key,
    isMod: parts.includes('Mod'),
    isShift: parts.includes('Shift'),
  };
}
