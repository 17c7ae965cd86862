import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import type { StoredAttachment } from '@/db/schema/inbox';
import {
  createAccount,
  createConversation,
  createGateway,
  createMember,
  createMessage,
  createWorkspace,
} from '@/db/testing/factories';
import { storeEmail } from '@/db/testing/stored-emails';
import { testDb } from '@/db/testing/test-db';
import { type MemberScope, mintMemberScope } from '@/lib/auth/scope';
import { serveEmailBody } from './body-handlers';
import { SAFE_VERSION } from './clean-queries';
import { bodyInput } from './schema';

const test = testDb();
let db: Db;
let conversation: Awaited<ReturnType<typeof createConversation>>;
let owner: MemberScope;
let stranger: MemberScope;

const scopeOf = (made: Awaited<ReturnType<typeof createMember>>): MemberScope =>
  mintMemberScope({
    workspaceId: made.member.workspaceId,
    memberId: made.member.id,
    userId: made.user.id,
    sessionId: made.session.id,
    role: made.member.role,
  });
const picture = (id: string, contentId: string | null, more: Partial<StoredAttachment> = {}) => ({
  id,
  contentId,
  kind: 'image' as const,
  fileName: `${id}.png`,
  mimeType: 'image/png',
  sizeBytes: 1,
  isUnavailable: false,
  isVoiceNote: false,
  ...more,
});
const open = (messageId: string, query: Record<string, string> = {}, scope = owner) =>
  serveEmailBody({ db, scope }, bodyInput.parse({ messageId, ...query }));
const textOf = async (messageId: string, query: Record<string, string> = {}) =>
  (await open(messageId, query)).text();

beforeAll(async () => {
  db = test.db;
  const workspace = await createWorkspace(db);
  const gateway = await createGateway(db, workspace);
  const member = await createMember(db, workspace, 'member');
  owner = scopeOf(member);
  stranger = scopeOf(await createMember(db, workspace, 'owner'));
  const account = await createAccount(db, gateway, {
    ownerMemberId: member.member.id,
    visibility: 'private',
  });
  conversation = await createConversation(db, account);
});

describe('the document of an e-mail', () => {
  it('is cleaned on the way where it was not, or by an older version', async () => {
    const html = '<p>Hi<script>ran=1</script></p>';
    for (const texts of [{ html }, { html, safeHtml: html, safeVersion: SAFE_VERSION - 1 }]) {
      const { message } = await storeEmail(db, conversation, texts);
      const document = await textOf(message.id);
      expect(document).toContain('<p>Hi</p>');
      expect(document).not.toContain('<script');
    }
  });

  it('is the plain text where the HTML could not be cleaned', async () => {
    const html = '<p>Raw <b>text</b></p>';
    const failed = { html, safeVersion: SAFE_VERSION };
    const one = await storeEmail(db, conversation, { ...failed, plain: 'Plain <text>' });
    expect(await textOf(one.message.id)).toContain('Plain &lt;text&gt;');
    const other = await storeEmail(db, conversation, failed);
    expect(await textOf(other.message.id)).toContain('<div class="plain">Raw text</div>');
    const none = await storeEmail(db, conversation, {});
    expect(await textOf(none.message.id)).toContain('<div class="plain"></div>');
  });

  it('has the plain text and the source as other views', async () => {
    const { message } = await storeEmail(db, conversation, {
      html: '<p>H<script>1</script>',
      plain: 'P https://x.test',
    });
    expect(await textOf(message.id, { view: 'plain' })).toContain('P <a href="https://x.test/"');
    const source = await open(message.id, { view: 'source' });
    expect(await source.text()).toBe('<p>H<script>1</script>');
    expect(source.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(source.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('holds itself by its headers', async () => {
    const { message } = await storeEmail(db, conversation, { html: '<p>x' });
    const { headers } = await open(message.id);
    expect(headers.get('content-security-policy')).toBe(
      "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('names remote pictures only when asked to, by an address of ours', async () => {
    const { message } = await storeEmail(db, conversation, {
      html: '<img src="https://x.test/a.png?b=1">',
    });
    expect(await textOf(message.id)).not.toMatch(/<img[^>]* src=/);
    const [, src = ''] = /<img src="([^"]*)"/.exec(await textOf(message.id, { images: '1' })) ?? [];
    const url = new URL(src.replaceAll('&amp;', '&'), 'http://us.test');
    expect(url.origin + url.pathname).toBe('http://us.test/api/email-images');
    expect(url.searchParams.get('u')).toBe('https://x.test/a.png?b=1');
    expect(url.searchParams.get('m')).toBe(message.id);
  });

  it('shows only pictures of the same e-mail (E10)', async () => {
    const other = await storeEmail(db, conversation, {
      attachments: [picture('theirs', 'theirs@x')],
    });
    const { message } = await storeEmail(db, conversation, {
      html: ['a@x', 'theirs@x', 'page@x', 'gone@x', 'none@x']
        .map((cid) => `<img src="cid:${cid}">`)
        .join(''),
      attachments: [
        picture('a/b', '<a@x>'),
        picture('page', 'page@x', { mimeType: 'text/html' }),
        picture('gone', 'gone@x', { isUnavailable: true }),
        picture('unnamed', null),
      ],
    });
    const found = [...(await textOf(message.id)).matchAll(/ src="([^"]*)"/g)].map(([, src]) => src);
    expect(found).toEqual([`/api/attachments/${message.id}/a%2Fb`]);
    expect(await textOf(message.id)).not.toContain(other.message.id);
  });

  it('is nothing for whoever may not read it, and for what is no e-mail', async () => {
    const { message } = await storeEmail(db, conversation, { html: '<p>x' });
    await expect(open(message.id, {}, stranger)).rejects.toMatchObject({ code: 'not_found' });
    const chat = await createMessage(db, conversation);
    await expect(open(chat.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
