import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, type CommandName, commandOf, keysOf } from './commands';
import { bindingsOf, type KeyPress, type Match, matchKey, SEQUENCE_MS } from './match-key';

const PRESETS = ['default', 'gmail', 'off'] as const;
const everything = () => true;

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    isShift: /^\p{Lu}$/u.test(key),
    isMod: false,
    isOther: false,
    isRepeat: false,
    isComposing: false,
    isTyping: false,
    isInPopup: false,
    isInList: false,
    isOnMessage: false,
    isInComposer: false,
    control: null,
    isInstalled: false,
    ...over,
  };
}

const IDLE: Match = { name: null, isTaken: false, pending: null };

/** Presses keys one after the other, `gapMs` apart, and tells what the last one meant. */
function type(
  presses: readonly (string | KeyPress)[],
  {
    preset = 'default',
    gapMs = 100,
    isOffered = everything,
  }: {
    preset?: (typeof PRESETS)[number];
    gapMs?: number;
    isOffered?: (name: CommandName) => boolean;
  } = {},
): Match {
  const bindings = bindingsOf(preset);
  return presses.reduce<Match>(
    (before, one, index) =>
      matchKey(
        typeof one === 'string' ? press(one) : one,
        before.pending,
        index * gapMs,
        bindings,
        isOffered,
      ),
    IDLE,
  );
}

describe('a key', () => {
  it('is known by what it says, so that a layout decides where it lies', () => {
    expect(type(['#']).name).toBe('trash');
    expect(type([press('#', { isShift: true })]).name).toBe('trash');
    expect(type(['?']).name).toBe('help');
    expect(type([press('/', { isShift: true })]).name).toBe('search');
  });

  it('means something else with Shift, and the same with Caps Lock', () => {
    expect(type(['e']).name).toBe('done');
    expect(type(['E']).name).toBe('backToInbox');
    expect(type([press('E', { isShift: false })]).name).toBe('done');
    expect(type([press('J', { isShift: true })]).name).toBe('selectDown');
  });

  it('is left to the browser while an input method composes', () => {
    expect(type([press('e', { isComposing: true })])).toEqual(IDLE);
  });

  it('is text in a text field; only Mod, Escape and F keys go on acting there', () => {
    for (const name of COMMAND_NAMES) {
      for (const keys of keysOf(name, 'default')) {
        if (/Mod|Escape|F6/.test(keys)) continue;
        const keysPressed = keys
          .split(' ')
          .map((key) => press(key.at(-1) ?? '', { isTyping: true }));
        expect(type(keysPressed).name, keys).toBeNull();
      }
    }
    const typing = { isTyping: true, isMod: true };
    expect(type([press('k', typing)]).name).toBe('palette');
    expect(type([press('/', typing)]).name).toBe('help');
    expect(type([press('?', { isTyping: true })])).toEqual(IDLE);
    expect(type([press('z', typing)])).toEqual(IDLE);
  });

  it('is left to the dialog or menu that is open', () => {
    expect(type([press('e', { isInPopup: true })])).toEqual(IDLE);
    expect(type([press('k', { isInPopup: true, isMod: true })])).toEqual(IDLE);
    expect(type([press('Escape', { isInPopup: true })])).toEqual(IDLE);
  });

  it('keeps what the browser does with it when nothing is bound to it', () => {
    expect(type(['q'])).toEqual(IDLE);
    expect(type([press('e', { isMod: true })])).toEqual(IDLE);
    expect(type([press('e', { isOther: true })])).toEqual(IDLE);
    expect(type(['ArrowDown'])).toEqual(IDLE);
  });

  it('keeps what the browser does with it when nothing on screen offers its command', () => {
    const without = (gone: CommandName) => (name: CommandName) => name !== gone;
    expect(type(['e'], { isOffered: without('done') })).toEqual(IDLE);
    expect(type(['g'], { isOffered: () => false })).toEqual(IDLE);
  });

  it('leaves Enter to a link or button, and Space to a button', () => {
    expect(type(['Enter']).name).toBe('open');
    expect(type([press('Enter', { control: 'link' })])).toEqual(IDLE);
    expect(type([press(' ', { isInList: true, control: 'link' })]).name).toBe('select');
    expect(type([press(' ', { isInList: true, control: 'button' })])).toEqual(IDLE);
  });

  it('moves by arrows only while a row has the focus', () => {
    expect(type([press('ArrowDown', { isInList: true })]).name).toBe('next');
    expect(type([press('ArrowDown', { isInList: true, isShift: true })]).name).toBe('selectDown');
    expect(type([press('a', { isInList: true, isMod: true })]).name).toBe('selectAll');
    expect(type([press('a', { isMod: true })])).toEqual(IDLE);
  });

  it('walks through messages by arrows only while one of them has the focus', () => {
    expect(type([press('ArrowUp', { isOnMessage: true })]).name).toBe('previousMessage');
    expect(type([press('ArrowDown', { isOnMessage: true })], { preset: 'off' }).name).toBe(
      'nextMessage',
    );
    expect(type(['ArrowUp'])).toEqual(IDLE);
  });

  it('sends only from a composer', () => {
    const enter = press('Enter', { isMod: true, isTyping: true });
    expect(type([enter])).toEqual(IDLE);
    expect(type([{ ...enter, isInComposer: true }]).name).toBe('send');
  });

  it('goes on while it is held only where that makes sense', () => {
    for (const key of ['e', 'j', 'k']) {
      expect(type([press(key, { isRepeat: true })]).name).not.toBeNull();
    }
    expect(type([press('x', { isRepeat: true })])).toMatchObject({ name: null, isTaken: true });
  });

  it('F6 alone belongs to the browser, unless the app is installed', () => {
    expect(type(['F6'])).toEqual(IDLE);
    expect(type([press('F6', { isMod: true })]).name).toBe('nextPane');
    expect(type([press('F6', { isInstalled: true, isTyping: true })]).name).toBe('nextPane');
  });
});

describe('a sequence', () => {
  it('acts when its second key comes within a second', () => {
    expect(type(['g', 'i']).name).toBe('goInbox');
    expect(type(['g', 'a'], { gapMs: SEQUENCE_MS }).name).toBe('goAccounts');
  });

  it('that was abandoned does not eat the next key', () => {
    expect(type(['g', 'j']).name).toBe('next');
    expect(type(['g', 'i'], { gapMs: SEQUENCE_MS + 1 }).name).toBe('assignToMe');
    expect(type(['g', 'q'])).toEqual(IDLE);
  });

  it('begins anew with its first key, and Shift pressed between is no key', () => {
    expect(type(['g', 'g', 'i']).name).toBe('goInbox');
    expect(type(['g', press('Shift', { isShift: true }), 'i']).name).toBe('goInbox');
  });

  it('is forgotten once it has acted', () => {
    expect(type(['g', 'i', 'o']).name).toBe('open');
  });
});

describe('presets', () => {
  it('give a key one meaning wherever it acts', () => {
    for (const preset of PRESETS) {
      // Invitations are a screen of their own; every other screen has all of the rest.
      for (const left of ['invitations', 'inbox,thread']) {
        const bindings = bindingsOf(preset).filter(
          ({ scope }) => scope !== 'composer' && !left.split(',').includes(scope),
        );
        const keys = bindings.map(({ scope, chords }) =>
          JSON.stringify([chords, scope === 'list' || scope === 'message' ? scope : 'any']),
        );
        expect(keys.length).toBeGreaterThan(10);
        expect(
          keys.filter((key, index) => keys.indexOf(key) !== index),
          preset,
        ).toEqual([]);
      }
    }
  });

  it('never begin a sequence with a key that acts by itself', () => {
    for (const preset of PRESETS) {
      const bindings = bindingsOf(preset);
      const firsts = bindings.filter((one) => one.chords.length > 1).map((one) => one.chords[0]);
      const singles = bindings.filter((one) => one.chords.length === 1).map((one) => one.chords[0]);
      for (const first of firsts) expect(singles).not.toContainEqual(first);
    }
  });

  it('never take a key of the browser', () => {
    for (const preset of PRESETS) {
      for (const { chords } of bindingsOf(preset)) {
        for (const { key, isMod, isShift } of chords) {
          if (isMod && !isShift) expect('twnlrfps123456789').not.toContain(key);
        }
      }
    }
  });

  it('Gmail goes back with u, snoozes with b and changes views with ` and ~', () => {
    const gmail = { preset: 'gmail' } as const;
    expect(type(['u'], gmail).name).toBe('back');
    expect(type(['U'], gmail).name).toBe('toggleUnread');
    expect(type(['b'], gmail).name).toBe('snooze');
    expect(type(['`'], gmail).name).toBe('nextView');
    expect(type([press('~', { isShift: true })], gmail).name).toBe('previousView');
    expect(type([']'], gmail)).toEqual(IDLE);
  });

  it('Off takes every single character, alone and in sequences, and nothing else (2.1.4)', () => {
    const off = bindingsOf('off').filter(
      ({ chords, scope }) =>
        scope !== 'list' && chords.some(({ key, isMod }) => key.length === 1 && !isMod),
    );
    expect(off).toEqual([]);
    for (const key of ['e', 'j', '?', '/', 'E'])
      expect(type([key], { preset: 'off' })).toEqual(IDLE);
    expect(type(['g', 'i'], { preset: 'off' })).toEqual(IDLE);
    expect(type([press('k', { isMod: true })], { preset: 'off' }).name).toBe('palette');
    expect(type([press('ArrowDown', { isInList: true })], { preset: 'off' }).name).toBe('next');
    expect(type(['Escape'], { preset: 'off' }).name).toBe('back');
  });

  it('leave every command a way to be reached', () => {
    for (const name of COMMAND_NAMES) {
      const { keys, listKeys = [] } = commandOf(name);
      expect(keys.length + listKeys.length, name).toBeGreaterThan(0);
    }
  });
});
