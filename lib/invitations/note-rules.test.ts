import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testClient } from '@/lib/gateway/testing/clients';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { fitNote, noteExcess, noteLength } from './note-rules';

/** Made at run time: its flag is newer than what the code is compiled to. */
const EMOJI_PATTERN = ['^\\p{RGI_Emoji}$', 'v'] as const;
const JOINER = '\u200d';
const PICTURE = '\ufe0f';
const SKINS = ['', '🏻', '🏼', '🏽', '🏾', '🏿'];
const PEOPLE = ['👨', '👩', '🧑'].flatMap((person) => SKINS.map((skin) => person + skin));
/** What the joined ones of Unicode 17 end with, besides people. */
const ENDS = [
  ...'💥 ♀️ ♂️ 🔥 🩹 🟫 🟩 ➡️ ⚧️ 🌈 ☠️ ⬛ 🦺 ❄️ 🗨️ ⚕️ ⚖️ ✈️ 🌾 🍳 🍼 🎓 🎤 🎨 🏫 🏭 👦 👧 💻 💼 🔧 🔬 🚀 🚒 🦯'.split(
    ' ',
  ),
  ...'🦰 🦱 🦲 🦳 🦼 🦽 💨 💫 🌫️ ↔️ ↕️ 🎄 🧒 🩰'.split(' '),
  ...SKINS.map((skin) => `🫲${skin}`),
];

/** Every emoji that the Unicode data of this machine recommends for exchange. */
function listEmoji(): readonly string[] {
  const isEmoji = new RegExp(...EMOJI_PATTERN);
  const found = new Set<string>();
  const take = (text: string) => {
    if (isEmoji.test(text)) found.add(text);
  };
  for (let code = 0x23; code <= 0x1_fa_ff; code += 1) {
    const sign = String.fromCodePoint(code);
    if (!/\p{Emoji}/u.test(sign)) continue;
    for (const more of ['', PICTURE, `${PICTURE}\u20e3`, ...SKINS]) take(sign + more);
  }
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(0x1_f1_e6 + index));
  for (const one of letters) for (const other of letters) take(one + other);
  for (const land of ['gbeng', 'gbsct', 'gbwls']) {
    const tags = [...land].map((letter) => String.fromCodePoint(0xe_00_00 + letter.charCodeAt(0)));
    take(`🏴${tags.join('')}\u{e007f}`);
  }
  const single = [...found];
  for (const end of [...ENDS, ...PEOPLE]) {
    for (const begin of single) {
      take(begin + JOINER + end);
      // Somebody who goes to the right ends twice.
      for (const middle of ['♀️', '♂️', ...PEOPLE.slice(0, 1)]) {
        take([begin, middle, end].join(JOINER));
      }
    }
  }
  const between = ['🤝', '❤️', `❤️${JOINER}💋`, '🐰', '🫯'];
  for (const one of PEOPLE) {
    for (const other of PEOPLE) {
      for (const middle of between) take([one, middle, other].join(JOINER));
    }
  }
  const children = ['👦', '👧', '🧒'];
  for (const parents of [
    '👨',
    '👩',
    `👨${JOINER}👩`,
    `👨${JOINER}👨`,
    `👩${JOINER}👩`,
    `🧑${JOINER}🧑`,
  ]) {
    for (const child of children) {
      take([parents, child].join(JOINER));
      for (const second of children) take([parents, child, second].join(JOINER));
    }
  }
  return [...found];
}

const EMOJI = listEmoji();
const limit = (noteCharacters: number) => ({ noteCharacters });

describe('the length of a note (S16)', () => {
  it('knows as many emoji as there are', () => {
    expect(EMOJI.length).toBeGreaterThanOrEqual(3_655);
    expect(EMOJI).toEqual(
      expect.arrayContaining(['👩🏽‍❤️‍💋‍👨🏿', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🇳🇵', '1️⃣', '🏃🏽‍♀️‍➡️']),
    );
  });

  it('is never less than any other count of it, and adds up', () => {
    for (const emoji of EMOJI) {
      expect(noteLength(emoji), emoji).toBeGreaterThanOrEqual([...emoji].length);
      expect(noteLength(`a${emoji}b`), emoji).toBe(2 + noteLength(emoji));
    }
  });

  it('keeps each emoji whole or leaves it out, wherever the end falls in it', () => {
    for (const emoji of EMOJI) {
      // Nothing joins to the end of a line, not even the colour of a skin.
      const begin = `${'x'.repeat(194)}\n`;
      for (let most = 195; most < 195 + emoji.length; most += 1) {
        expect(fitNote(begin + emoji, limit(most)), `${emoji} ${most}`).toBe(begin);
      }
      const whole = begin + emoji;
      expect(fitNote(`${whole} and more`, limit(whole.length)), emoji).toBe(whole);
      expect(noteExcess(whole, limit(whole.length))).toBe(0);
      expect(noteExcess(whole, limit(whole.length - 1))).toBe(1);
    }
  });

  it.each([
    ['an accent of its own', 'e\u0301'],
    ['many of them', `Z${'\u0351\u0333\u0489'.repeat(4)}`],
    ['Hangul in parts', '\u1112\u1161\u11ab'],
    ['a vowel sign', 'नि'],
    ['Thai with marks', 'ก็่'],
    ['a line end of two', '\r\n'],
    ['a cat with a space after it', '🐈\u200d'],
  ])('keeps %s together', (_what, cluster) => {
    for (let most = 0; most < cluster.length; most += 1) {
      expect(fitNote(cluster, limit(most))).toBe('');
    }
    expect(fitNote(`${cluster}!`, limit(cluster.length))).toBe(cluster);
  });

  it('leaves as much as possible of any text, and fits', () => {
    const segmenter = new Intl.Segmenter();
    const text = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...EMOJI)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 300 }), (parts, most) => {
        const note = parts.join('');
        const fitted = fitNote(note, limit(most));
        expect(noteExcess(fitted, limit(most))).toBe(0);
        expect(note.startsWith(fitted)).toBe(true);
        const [next] = segmenter.segment(note.slice(fitted.length));
        if (next) expect(fitted.length + next.segment.length).toBeGreaterThan(most);
      }),
    );
  });
});

describe('what the counter lets through (S16)', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ speed: 1_000 });
  });
  afterAll(() => sandbox.stop());

  it.each(['x', 'é', 'e\u0301', '🙂', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🇳🇵', '👩🏽‍❤️‍💋‍👨🏿'])(
    'the provider takes, filled with %s, and not one unit more',
    async (sign) => {
      const { client } = testClient(sandbox.url, { apiKey: sandbox.apiKey });
      const login = `${sign.length}-${sign.codePointAt(0)}@ours.example`;
      const made = await sandbox.control<{ id: string }>('POST', '/accounts', {
        type: 'LINKEDIN',
        login,
      });
      const send = async (note: string) => {
        const path = `/accounts/${made.id}/contacts`;
        const { providerId } = await sandbox.control<{ providerId: string }>('POST', path);
        const target = { providerAccountId: made.id, providerUserId: providerId, email: null };
        return (await client.sendInvitation({ ...target, note })).state;
      };
      const filled = fitNote(sign.repeat(400), limit(300));
      const padded = filled + 'x'.repeat(300 - noteLength(filled));
      expect(noteExcess(padded, limit(300))).toBe(0);
      expect(await send(padded)).toBe('sent');
      expect(noteExcess(`${padded}x`, limit(300))).toBe(1);
      expect(await send(`${padded}x`)).toBe('failed');
    },
  );
});
