import { describe, expect, it } from 'vitest';
import type { EmailRole } from '@/lib/core/email-roles';
import { anEmail } from '@/lib/gateway/testing/an-email';
import {
  counterpartOf,
  foldersAfter,
  goesTo,
  identityOf,
  isInInbox,
  isOurEmail,
  isSameEmail,
  peopleOf,
  toMessage,
} from './rules';

const OWN = new Set(['jane@ours.example']);

describe('an e-mail', () => {
  it('is ours by the folder of what was sent, or by its sender in any spelling', () => {
    expect(isOurEmail(anEmail('a'), OWN)).toBe(false);
    expect(isOurEmail(anEmail('a', { role: 'sent' }), OWN)).toBe(true);
    const from = { address: 'Jane@Ours.Example', name: null };
    expect(isOurEmail(anEmail('a', { from }), OWN)).toBe(true);
    expect(isOurEmail(anEmail('a', { from: null }), OWN)).toBe(false);
  });

  it('lies in the inbox by its folder, at Google by its label', () => {
    expect(isInInbox({ role: 'inbox', folderIds: ['7'] })).toBe(true);
    expect(isInInbox({ role: 'important', folderIds: ['IMPORTANT', 'INBOX'] })).toBe(true);
    expect(isInInbox({ role: 'archive', folderIds: ['9'] })).toBe(false);
  });

  it('of our own says nothing of whether the other side has read it', () => {
    expect(toMessage(anEmail('a', { isRead: true }), OWN).isSeen).toBe(true);
    expect(toMessage(anEmail('a', { isRead: true, role: 'sent' }), OWN).isSeen).toBe(false);
  });

  it('keeps the name by which its text calls a picture', () => {
    const file = {
      id: 'f1',
      fileName: 'logo.png',
      mimeType: 'IMAGE/PNG',
      sizeBytes: 12,
      isUnavailable: false,
      contentId: 'logo@x',
    };
    expect(toMessage(anEmail('a', { files: [file] }), OWN).attachments).toMatchObject([
      { id: 'f1', kind: 'image', contentId: 'logo@x' },
    ]);
  });

  it('is with whom it came from, or went to; without anybody with nobody', () => {
    expect(counterpartOf(anEmail('a'), OWN)?.address).toBe('noor@client.example');
    const ours = anEmail('a', {
      from: { address: 'jane@ours.example', name: null },
      to: [{ address: 'omar@client.example', name: null }],
    });
    expect(counterpartOf(ours, OWN)?.address).toBe('omar@client.example');
    expect(counterpartOf(anEmail('a', { from: null, to: [] }), OWN)).toBeNull();
  });

  it('names everybody once, with the name that one of its lists has', () => {
    const email = anEmail('a', { cc: [{ address: 'JANE@ours.example', name: 'Jane Ruiz' }] });
    expect(peopleOf(email)).toEqual([
      { address: 'noor@client.example', name: 'Noor Haddad' },
      { address: 'JANE@ours.example', name: 'Jane Ruiz' },
    ]);
  });
});

describe('two entries of a mailbox', () => {
  const email = anEmail('a');
  it('are one e-mail under another id', () => {
    const moved = anEmail('b', { messageId: '<a@x>', role: 'archive', folderIds: ['9'] });
    expect(isSameEmail(identityOf(email), identityOf(moved))).toBe(true);
  });

  it.each([
    ['sender', { from: { address: 'mallory@evil.example', name: 'Noor Haddad' } }],
    ['subject', { subject: 'Other bank details' }],
    ['time', { sentAt: new Date('2026-11-20T10:00:05Z') }],
    ['id', { messageId: '<b@x>' }],
  ])('are two when their %s differs, whatever the rest says', (_name, fields) => {
    const other = anEmail('b', { messageId: '<a@x>', ...fields });
    expect(isSameEmail(identityOf(email), identityOf(other))).toBe(false);
  });

  it('are two when they have no id to be compared by', () => {
    const nameless = identityOf(anEmail('a', { messageId: null }));
    expect(isSameEmail(nameless, nameless)).toBe(false);
  });
});

describe('the folders of an e-mail', () => {
  const folders = [
    { id: '1', providerFolderId: 'in', role: 'inbox' },
    { id: '2', providerFolderId: 'kept', role: 'archive' },
  ] as const;
  const stored = { role: 'inbox', folderIds: ['INBOX', 'Label_7'] } as const;

  it('are the archive when its thread is done, and the inbox when it is back', () => {
    const box = { provider: 'MAIL', folders } as const;
    expect(foldersAfter('archive', stored, box)).toEqual(['kept']);
    expect(foldersAfter('inbox', { ...stored, role: 'archive' }, box)).toEqual(['in']);
    expect(foldersAfter('archive', stored, { ...box, folders: [] })).toBeNull();
  });

  it('keep their labels at Google', () => {
    const box = { provider: 'GOOGLE', folders: [] } as const;
    expect(foldersAfter('archive', stored, box)).toEqual(['Label_7']);
    expect(foldersAfter('inbox', { role: 'all', folderIds: ['Label_7'] }, box)).toEqual([
      'INBOX',
      'Label_7',
    ]);
  });

  it('are the trash, the spam, and from there the inbox again', () => {
    const bin = [...folders, { id: '3', providerFolderId: 'bin', role: 'trash' as const }];
    const box = { provider: 'MAIL', folders: bin } as const;
    expect(foldersAfter('trash', stored, box)).toEqual(['bin']);
    expect(foldersAfter('spam', stored, box)).toBeNull();
    expect(foldersAfter('inbox', { role: 'trash', folderIds: ['bin'] }, box)).toEqual(['in']);
    const google = { provider: 'GOOGLE', folders: [] } as const;
    expect(foldersAfter('trash', stored, google)).toEqual(['TRASH', 'Label_7']);
    expect(foldersAfter('inbox', { role: 'spam', folderIds: ['SPAM', 'Label_7'] }, google)).toEqual(
      ['INBOX', 'Label_7'],
    );
  });

  it('of a draft are its own', () => {
    const box = { provider: 'MAIL', folders } as const;
    expect(foldersAfter('trash', { role: 'drafts', folderIds: ['d'] }, box)).toBeNull();
  });

  it('are one of its owner, at Google beside its other labels and out of the inbox', () => {
    const own = [...folders, { id: '4', providerFolderId: 'Label_9', role: 'unknown' as const }];
    expect(foldersAfter('folder:4', stored, { provider: 'MAIL', folders: own })).toEqual([
      'Label_9',
    ]);
    const google = { provider: 'GOOGLE', folders: own } as const;
    expect(foldersAfter('folder:4', stored, google)).toEqual(['Label_9', 'Label_7']);
    for (const provider of ['MAIL', 'GOOGLE'] as const) {
      expect(foldersAfter('folder:gone', stored, { provider, folders: own })).toBeNull();
    }
    const there = { role: 'unknown', folderIds: ['Label_9'] } as const;
    expect(goesTo('folder:4', there, own)).toBe(false);
    expect(goesTo('folder:4', { ...there, folderIds: ['INBOX', 'Label_9'] }, own)).toBe(true);
    expect(goesTo('folder:4', stored, own)).toBe(true);
  });

  it('change for what is elsewhere than its thread', () => {
    const at = (role: EmailRole) => ({ role, folderIds: [] });
    expect(goesTo('archive', at('inbox'), [])).toBe(true);
    expect(goesTo('archive', at('archive'), [])).toBe(false);
    expect(goesTo('trash', at('archive'), [])).toBe(true);
    expect(goesTo('trash', at('trash'), [])).toBe(false);
    expect(goesTo('spam', at('drafts'), [])).toBe(false);
  });
});
