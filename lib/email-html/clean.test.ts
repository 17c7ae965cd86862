import { describe, expect, it } from 'vitest';
import { cleanEmail } from './clean-queries';
import { roughTextOfHtml } from './plain-rules';

/** How long the thread of the test stood still at most while `work` ran, in ms. */
async function longestPause(work: Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await work;
  clearInterval(timer);
  return Math.max(longest, performance.now() - last);
}

describe('cleaning in a thread of its own (E14)', () => {
  it('cleans', async () => {
    const cleaned = await cleanEmail('<p>Hi<script>ran=1</script></p>');
    expect(cleaned).toBe('<html><head></head><body><p>Hi</p></body></html>');
  }, 60_000);

  it('shows what a forward quotes, and folds it in an answer', async () => {
    const html = '<div>See</div><div>-----Original Message-----<br>From: A<br>The news</div>';
    const folded = /<details[^>]*>.*The news/;
    expect(await cleanEmail(html, { subject: 'Re: News' })).toMatch(folded);
    const forward = await cleanEmail(html, { subject: 'Fwd: News' });
    expect(forward).toContain('The news');
    expect(forward).not.toMatch(folded);
  }, 60_000);

  it.each([
    ['unclosed bold', '<b>'.repeat(60_000)],
    ['formatting elements', '<b><i><u><a href=x>'.repeat(8_000)],
    ['deep divisions', '<div>'.repeat(200_000)],
    ['nested tables', '<table><tr><td>'.repeat(20_000)],
    ['five megabytes', `<p style="color:red">${'text '.repeat(10)}</p>`.repeat(75_000)],
    ['one style sheet', `<style>${'a{color:red}'.repeat(400_000)}</style>`],
    ['nested functions', `<p style="width:${'calc('.repeat(50_000)}">x`],
    ['attributes', `<p ${Array.from({ length: 50_000 }, (_, n) => `a${n}=x`).join(' ')}>x`],
  ])(
    'is not held up by %s',
    async (_name, html) => {
      await cleanEmail('<p>warm</p>');
      const started = performance.now();
      const work = Promise.all([
        cleanEmail(html, { timeLimitMs: 2_000 }),
        cleanEmail('<p>Another mail</p>'),
      ]);
      const pause = await longestPause(work);
      const [, other] = await work;
      expect(other).toContain('Another mail');
      expect(performance.now() - started).toBeLessThan(15_000);
      // The pause is the copying of megabytes to the thread, or a machine that is busy.
      expect(pause).toBeLessThan(500);
    },
    60_000,
  );

  it('still gives a rough text of what could not be cleaned', () => {
    const started = performance.now();
    expect(
      roughTextOfHtml(`<p>A &amp; B</p><script>x</script>${'<b>'.repeat(60_000)}end`),
    ).toContain('end');
    expect(roughTextOfHtml('<p>A &amp; B<br>C&#128512;</p><!-- x -->')).toBe('A & B\nC😀');
    for (const bomb of ['<script', '<!--', '<', '&#', '</p', '<style>'])
      roughTextOfHtml(bomb.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
