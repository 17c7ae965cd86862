import { describe, expect, it } from 'vitest';
import {
  type AnsweredEmail,
  answerRouting,
  checkRouting,
  forwardRouting,
  isEmailEcho,
  routingOf,
  toOutgoingEmail,
} from './outgoing-email-rules';

const person = (address: string, name: string | null = null) => ({ address, name });
const OWN = new Set(['jane@ours.example']);
const EMAIL: AnsweredEmail = {
  from: person('noor@client.example', 'Noor Haddad'),
  to: [person('Jane@ours.example'), person('ola@client.example')],
  cc: [person('boss@client.example'), person('jane@ours.example')],
  replyTo: [],
  subject: 'Proposal',
  sentAt: new Date('2026-11-20T10:00:00Z'),
  isOurs: false,
};
const addresses = ({ to, cc }: ReturnType<typeof answerRouting>) => ({
  to: to.map(({ address }) => address),
  cc: cc.map(({ address }) => address),
});

describe('an answer', () => {
  it('goes to whoever wrote, or to whom they name for answers', () => {
    expect(addresses(answerRouting(EMAIL, OWN, false))).toEqual({
      to: ['noor@client.example'],
      cc: [],
    });
    const replyTo = [person('desk@client.example')];
    expect(addresses(answerRouting({ ...EMAIL, replyTo }, OWN, false)).to).toEqual([
      'desk@client.example',
    ]);
  });

  it('to all goes to everybody else, once, and never to ourselves', () => {
    const cc = [...EMAIL.cc, person('OLA@client.example')];
    expect(addresses(answerRouting({ ...EMAIL, cc }, OWN, true))).toEqual({
      to: ['noor@client.example', 'ola@client.example'],
      cc: ['boss@client.example'],
    });
  });

  it('to one of our own goes on to whom that went', () => {
    const ours = { ...EMAIL, isOurs: true, from: person('jane@ours.example') };
    expect(
      addresses(answerRouting({ ...ours, to: [person('noor@client.example')] }, OWN, false)).to,
    ).toEqual(['noor@client.example']);
  });
});

describe('a forward', () => {
  const file = { fileName: 'plan.pdf', mimeType: 'application/pdf', sizeBytes: 7 };

  it('begins without anybody, under one mark, with every file that is to be had', () => {
    const attachments = [
      { ...file, id: 'a', isUnavailable: false },
      { ...file, id: 'b', isUnavailable: true },
    ];
    expect(forwardRouting({ subject: 'Re: Proposal', attachments })).toEqual({
      to: [],
      cc: [],
      bcc: [],
      subject: 'Fwd: Proposal',
      forward: {
        files: [{ id: 'a', name: 'plan.pdf', mimeType: 'application/pdf', sizeBytes: 7 }],
      },
    });
  });
});

describe('to whom an e-mail goes', () => {
  const check = (to: string[], more: { name?: string; subject?: string } = {}) =>
    checkRouting({
      to: to.map((address) => person(address, more.name ?? null)),
      cc: [],
      bcc: [],
      subject: more.subject ?? 'Hello',
    });

  it.each([
    'noor',
    'noor@client',
    '"a@evil.example"@victim.example',
    'noor@client.example, eve@evil.example',
    'noor@client.example\r\nBcc: eve@evil.example',
    '<noor@client.example>',
  ])('is never %j', (address) => {
    expect(check([address]).problem).toContain('is not an e-mail address');
  });

  it('is each address once, in small letters', () => {
    const { routing } = check(['Noor@Client.example', 'noor@client.example']);
    expect(routing?.to).toEqual([person('noor@client.example')]);
  });

  it('has no line break in a name or a subject', () => {
    const { routing } = check(['noor@client.example'], {
      name: 'Noor\r\nBcc: eve@evil.example',
      subject: 'Hi\nX-Evil: 1',
    });
    expect(routing).toMatchObject({
      to: [{ name: 'Noor Bcc: eve@evil.example' }],
      subject: 'Hi X-Evil: 1',
    });
  });

  it('is somebody, and not more people than can be meant', () => {
    expect(check([]).problem).toBe('Choose who gets the e-mail.');
    const crowd = Array.from({ length: 201 }, (_, n) => `p${n}@client.example`);
    expect(check(crowd).problem).toContain('200 people at most; this one has 201');
    expect(check(crowd.slice(1)).problem).toBeNull();
  });
});

describe('what goes out', () => {
  it('is text that was never markup, with what it answers below', () => {
    const routing = { to: [person('noor@client.example')], cc: [], bcc: [], subject: 'Hi' };
    const { html } = toOutgoingEmail(routing, 'One <b>two</b>\nthree\n\nfour', {
      sentAt: EMAIL.sentAt,
      from: person('noor@client.example', '<img src=x onerror=alert(1)>'),
      text: '<script>alert(1)</script>',
    });
    expect(html).toContain('<p>One &lt;b&gt;two&lt;/b&gt;<br>three</p><p>four</p>');
    expect(html).not.toMatch(/<(script|img|b)\b/);
    expect(html).toContain('On 20 Nov 2026, 10:00 UTC');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('what goes out with links', () => {
  const routing = { to: [person('noor@client.example')], cc: [], bcc: [], subject: 'Hi' };
  it('has them to be pressed, and those of what it answers stay text', () => {
    const { html } = toOutgoingEmail(routing, 'See https://ours.example/a?b=1&c="2".', {
      sentAt: EMAIL.sentAt,
      from: null,
      text: 'https://theirs.example',
    });
    expect(html).toContain(
      '<p>See <a href="https://ours.example/a?b=1&amp;c=">https://ours.example/a?b=1&amp;c=</a>&quot;2&quot;.</p>',
    );
    expect(html).toContain('<p>https://theirs.example</p>');
  });

  it('says whether it is tracked only where that was chosen', () => {
    expect(toOutgoingEmail(routing, 'Hi', null)).not.toHaveProperty('isTracked');
    const tracked = toOutgoingEmail({ ...routing, isTracked: true }, 'Hi', null);
    expect(routingOf(tracked)).toEqual({ ...routing, isTracked: true });
  });
});

describe('the signature of an account', () => {
  const routing = { to: [person('noor@client.example')], cc: [], bcc: [], subject: 'Hi' };
  const signature = 'Jane <Ruiz>\nhttps://ours.example';
  const signed =
    '<div class="signature">-- <br>Jane &lt;Ruiz&gt;<br><a href="https://ours.example">https://ours.example</a></div>';

  it('stands below the text and above what is answered, its addresses as links', () => {
    const answered = { sentAt: EMAIL.sentAt, from: null, text: 'Well?' };
    const { html } = toOutgoingEmail(routing, 'Hello', answered, signature);
    expect(html.startsWith(`<p>Hello</p>${signed}<p>On 20 Nov`)).toBe(true);
  });

  it('is left out where that was chosen, which is kept', () => {
    const unsigned = { ...routing, isUnsigned: true };
    const email = toOutgoingEmail(unsigned, 'Hello', null, signature);
    expect(email.html).toBe('<p>Hello</p>');
    expect(routingOf(email)).toEqual(unsigned);
  });
});

describe('the copy of an e-mail whose id nobody told', () => {
  const postedAt = new Date('2026-11-20T10:00:00Z');
  const to = [person('noor@client.example')];
  const send = { text: 'Fine\n\nfor us', subject: 'Re: Proposal', to, postedAt };
  const copy = {
    text: 'Fine for us\nOn 20 Nov 2026, Noor wrote:',
    subject: 'Re: Proposal',
    to: [person('Noor@client.example', 'Noor')],
    sentAt: new Date(postedAt.getTime() + 1_000),
    createdAt: new Date(postedAt.getTime() + 2_000),
  };
  it('has its subject, begins with its words and came after it', () => {
    expect(isEmailEcho(send, copy)).toBe(true);
    expect(isEmailEcho(send, { ...copy, subject: 'Proposal' })).toBe(false);
    expect(isEmailEcho(send, { ...copy, text: 'Not for us' })).toBe(false);
    expect(isEmailEcho(send, { ...copy, createdAt: new Date(postedAt.getTime() - 1) })).toBe(false);
    const late = new Date(postedAt.getTime() + 31 * 60_000);
    expect(isEmailEcho(send, { ...copy, sentAt: late })).toBe(false);
  });

  it('is known where a program wrote behind each link where it leads', () => {
    const linked = { ...send, text: 'See https://ours.example and tell me' };
    const text = 'See https://ours.example <https://track.example/1> and tell me';
    expect(isEmailEcho(linked, { ...copy, text })).toBe(true);
  });

  it('without words of its own goes to the same people', () => {
    const silent = { ...send, text: '' };
    expect(isEmailEcho(silent, copy)).toBe(true);
    expect(isEmailEcho({ ...silent, to: [person('ola@client.example')] }, copy)).toBe(false);
  });
});
