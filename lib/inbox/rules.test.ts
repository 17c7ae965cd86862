import { describe, expect, it } from 'vitest';
import {
  conversationName,
  eventText,
  handleOf,
  personName,
  previewOf,
  providerUrlOf,
  replyBlock,
  replyBlockText,
} from './rules';

describe('names', () => {
  it('come from the number in a WhatsApp id, and not from an id that holds none', () => {
    expect(handleOf('WHATSAPP', '33612345678@s.whatsapp.net')).toBe('+33612345678');
    expect(handleOf('WHATSAPP', '33612345678@lid')).toBeNull();
    expect(handleOf('LINKEDIN', 'ACoAAAcDMMQBODyLwZrRcgYhrkCafURGqva0U4E')).toBeNull();
    expect(handleOf('TWITTER', '@norda')).toBe('@norda');
  });

  it('of a group without a title are its people', () => {
    const group = (otherNames: string[]) =>
      conversationName({
        provider: 'WHATSAPP',
        kind: 'group',
        title: null,
        attendeeName: null,
        attendeeProviderId: null,
        otherNames,
      });
    expect(group(['Ana', 'Bo'])).toBe('Ana, Bo');
    expect(group(['Ana', 'Bo', 'Cy', 'Di', 'Ed'])).toBe('Ana, Bo, Cy and 2 more');
    expect(group([])).toBe('Group without a name');
  });
});

describe('a preview', () => {
  const plain = { text: 'Hello', isDeleted: false, eventType: null, attachments: [] };

  it('is one line, and cut between whole characters', () => {
    expect(previewOf({ ...plain, text: 'a\n b\t\tc ' })).toBe('a b c');
    const family = '👨‍👩‍👧‍👦'.repeat(60);
    const cut = previewOf({ ...plain, text: family }) ?? '';
    expect(cut.endsWith('…')).toBe(true);
    expect(cut.replace('…', '').replaceAll('👨‍👩‍👧‍👦', '')).toBe('');
  });

  it('says what there is when there is no text', () => {
    const file = { kind: 'file', fileName: 'plan.pdf', isVoiceNote: false };
    expect(previewOf({ ...plain, text: null, attachments: [file] })).toBe('plan.pdf');
    const voice = { kind: 'audio', fileName: null, isVoiceNote: true };
    expect(previewOf({ ...plain, text: null, attachments: [voice] })).toBe('Voice message');
    expect(previewOf({ ...plain, isDeleted: true })).toBe('Message deleted');
    expect(previewOf({ ...plain, text: null })).toBeNull();
  });

  it('has words for every event of the API, and for one of later times', () => {
    const texts = Array.from({ length: 12 }, (_, type) => eventText(type, null, 'Ana'));
    expect(texts.every((text) => text.length > 5)).toBe(true);
    expect(texts[7]).toBe('Ana left the group');
    expect(texts[8]).toBe('Missed voice call from Ana');
    expect(eventText(4, 'Ana named the group "Launch"', 'Ana')).toBe(
      'Ana named the group "Launch"',
    );
  });
});

it('nobody is called by what nobody sees', () => {
  expect(personName('LINKEDIN', '\u200b\u2060', null)).toBe('Unknown person');
  expect(personName('WHATSAPP', '\u3164', '31655501234@s.whatsapp.net')).toContain('31655501234');
  expect(personName('LINKEDIN', ' Noor Haddad ', null)).toBe('Noor Haddad');
});

describe('a reply', () => {
  const open = {
    provider: 'LINKEDIN',
    accountStatus: 'connected',
    isSendingPaused: false,
    isConversationReadOnly: false,
    mayRoleSend: true,
    maySendFromAccount: true,
  } as const;

  it('is possible on a working account, and blocked with the hardest reason first', () => {
    expect(replyBlock(open)).toBeNull();
    expect(replyBlock({ ...open, mayRoleSend: false, accountStatus: 'removed' })).toBe('viewer');
    expect(replyBlock({ ...open, maySendFromAccount: false })).toBe('read_only_sharing');
    expect(replyBlock({ ...open, provider: 'TWITTER' })).toBe('channel_read_only');
    expect(replyBlock({ ...open, accountStatus: 'reconnect_needed' })).toBe('reconnect_needed');
    expect(replyBlock({ ...open, isSendingPaused: true })).toBe('sends_paused');
    expect(replyBlock({ ...open, accountStatus: 'attention' })).toBeNull();
  });

  it('that is blocked always says why, and offers Reconnect only where it helps', () => {
    const blocks = [
      'viewer',
      'read_only_sharing',
      'removed',
      'reconnect_needed',
      'restricted',
      'interrupted',
      'stopped',
      'connecting',
      'sends_paused',
      'channel_read_only',
      'conversation_read_only',
    ] as const;
    for (const block of blocks) {
      const said = replyBlockText(block, { account: 'Jane', provider: 'LINKEDIN' });
      expect(said.text).toMatch(/\.$/);
      expect(said.isReconnectHelpful).toBe(block === 'reconnect_needed');
    }
  });
});

describe('the way to the provider', () => {
  it('is given where its form is known, and cannot be led astray by an id', () => {
    const chat = {
      providerChatId: '2-OWU=/../x',
      attendeeProviderId: '33612345678@s.whatsapp.net',
    };
    expect(providerUrlOf({ ...chat, provider: 'LINKEDIN' })).toBe(
      'https://www.linkedin.com/messaging/thread/2-OWU%3D%2F..%2Fx/',
    );
    expect(providerUrlOf({ ...chat, provider: 'WHATSAPP' })).toBe('https://wa.me/33612345678');
    expect(providerUrlOf({ ...chat, provider: 'TELEGRAM' })).toBeNull();
  });
});
