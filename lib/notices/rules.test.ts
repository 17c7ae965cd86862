import { describe, expect, it } from 'vitest';
import type { Repair } from '@/lib/healing/types';
import { renderNotice } from '@/lib/notices/rules';
import type { Notice } from '@/lib/notices/types';

const url = 'https://app.example/reconnect/abc.def';

function reconnect(fields: Partial<Extract<Notice, { kind: 'reconnect' }>['params']> = {}) {
  return renderNotice({
    kind: 'reconnect',
    params: {
      accountName: 'Jane Ruiz',
      providerName: 'LinkedIn',
      since: '2026-11-20T09:12:00.000Z',
      workspaceName: 'Acme',
      url,
      requestedBy: null,
      repair: null,
      ...fields,
    },
  });
}

/** The words of the HTML part, without its head. */
function wordsOf(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

const ALL: Notice[] = [
  {
    kind: 'admin-outage',
    params: {
      providerName: 'LinkedIn',
      count: 12,
      from: '2026-11-20T09:10:00.000Z',
      to: '2026-11-20T09:14:00.000Z',
      workspaceName: 'Acme',
      url,
    },
  },
  {
    kind: 'admin-digest',
    params: {
      accounts: [{ label: 'Jane · LinkedIn', ownerName: null, since: '2026-11-18T09:00:00.000Z' }],
      workspaceName: 'Acme',
      url,
    },
  },
  { kind: 'magic-link', params: { url, minutes: 15 } },
  {
    kind: 'member-invitation',
    params: { url, workspaceName: 'Acme', inviterName: 'Ada', role: 'Member', days: 7 },
  },
];

describe('the reconnect e-mail', () => {
  it('names account, provider, since when, what stops and who asks, in 90 words', () => {
    for (const requestedBy of [null, 'Ada Admin']) {
      const { subject, text } = reconnect({ requestedBy });
      expect(subject).toBe('Reconnect LinkedIn (Jane Ruiz) to keep receiving messages');
      for (const part of ['Jane Ruiz', 'LinkedIn', '20 Nov 2026', '09:12 UTC', 'Acme', url]) {
        expect(text).toContain(part);
      }
      expect(text).toContain('new messages do not arrive');
      expect(text).toContain('We never ask for a password by e-mail.');
      expect(text.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(90);
    }
  });

  it.each<[Partial<Repair>, string]>([
    [{}, 'We tried the session of your browser 4 times; it did not help.'],
    [
      { tries: 1, missed: 'old_cookie', cookieSeenAt: '2026-11-20T08:00:00.000Z' },
      'once; it did not help. Check the browser extension: it has given us no session that we could use since Fri, 20 Nov 2026, 08:00 UTC.',
    ],
    [
      { tries: 0, missed: 'no_cookie' },
      'Check the browser extension: it has given us no session that we could use.',
    ],
    [{ tries: 0, missed: 'other_member' }, 'signed in to LinkedIn as somebody else.'],
    [{ tries: 1, why: 'wrong_account' }, 'signed in to LinkedIn as somebody else.'],
    [{ tries: 1, why: 'checkpoint' }, 'LinkedIn asks for more, which only you can give.'],
  ])('says what was tried before it, and what the reader can put right: %j', (fields, words) => {
    const repair = { tries: 4, why: 'exhausted', missed: null, cookieSeenAt: null, ...fields };
    const { text, html } = reconnect({ repair });
    expect(text.replace(/\s+/g, ' ')).toContain(words);
    expect(wordsOf(html)).toContain(words);
    expect(text).not.toContain('0 times');
    expect(text.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(125);
    expect(reconnect().text).not.toMatch(/We tried|extension/);
  });

  it('has no image, no table, no script and no address but ours', () => {
    const { html } = reconnect();
    expect(html).not.toMatch(/<(img|table|script|link|iframe)\b/i);
    const addresses = html.match(/https?:\/\/[^\s"<&]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set([url]));
    expect(html).toContain('prefers-color-scheme:dark');
  });
});

describe('every e-mail', () => {
  it.each([reconnect(), ...ALL.map(renderNotice)])('$subject: both parts say the same', (mail) => {
    const html = wordsOf(mail.html);
    for (const line of mail.text.split('\n').filter((one) => one.trim())) {
      expect(html).toContain(line.replace(/^- /, '').replace(/:$/, '').trim());
    }
    expect(mail.html).toContain(`href="${url}"`);
  });

  it('takes names as text: no markup, no second header, no turned direction', () => {
    const hostile = '</title><script>x</script>"\'&\r\nBcc: all@example.com\u202e';
    const { subject, text, html } = reconnect({ accountName: hostile, workspaceName: hostile });
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).not.toContain('\u202e');
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toContain('<script>');
    expect(html.match(/<\/title>/g)).toHaveLength(1);
  });
});

describe('the e-mail about a mention', () => {
  it('says who and where, and never what the note says or whom it is about', () => {
    const url = 'https://app.example/inbox/c1?at=n1';
    const { subject, text, html } = renderNotice({
      kind: 'mention',
      params: {
        authorName: 'Jane\nRuiz',
        accountName: 'Jane · LinkedIn',
        workspaceName: 'Acme',
        url,
      },
    });
    expect(subject).toBe('Jane Ruiz mentioned you in a private note');
    expect(text).toContain('a conversation of Jane · LinkedIn.');
    expect(text).toContain(url);
    expect(wordsOf(html)).toContain('Open the note');
  });
});
