import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../attachments';
import type { Message } from '../state';
import { unreadCount, World } from '../world';
import { plantDemo } from './demo';

let world: World;
let messages: Message[];

beforeAll(() => {
  world = new World({ apiKey: 'k', seed: 'demo', speed: 1 });
  plantDemo(world);
  messages = world.allMessages();
});

afterAll(() => world.stop());

const share = (test: (message: Message) => boolean) =>
  messages.filter(test).length / messages.length;

describe('the demo seed', () => {
  it('is one team with 12 accounts of 9 types, 400 chats and 8,000 messages', () => {
    const accounts = [...world.state.accounts.values()];
    expect(accounts).toHaveLength(12);
    expect(new Set(accounts.map((account) => account.type)).size).toBe(9);
    expect(new Set(accounts.map((account) => account.owner))).toEqual(
      new Set(['Jane Ruiz', 'Omar Haddad', 'Priya Raman', 'Lukas Weber', 'Chloé Martin']),
    );
    const statuses = accounts.flatMap((account) => account.sources[0]?.status ?? []);
    expect(statuses.filter((status) => status !== 'OK').sort()).toEqual(['CREDENTIALS', 'ERROR']);
    expect(world.state.chats.size).toBe(400);
    expect(messages).toHaveLength(8_000);
    expect(new Set(messages.map((message) => message.id)).size).toBe(8_000);
    expect(new Set(messages.map((message) => message.text)).size).toBeGreaterThan(1_500);
  });

  it('has the same ids and texts on every machine', () => {
    const again = new World({ apiKey: 'k', seed: 'demo', speed: 1 });
    plantDemo(again);
    const textsOf = (all: Message[]) => all.map((message) => [message.id, message.text]);
    expect(textsOf(again.allMessages())).toEqual(textsOf(messages));
    expect([...again.state.accounts.keys()]).toEqual([...world.state.accounts.keys()]);
  });

  it('reaches from minutes ago to about nine months, in order, never into the future', () => {
    const now = Date.now();
    const newest = Math.max(...messages.map((message) => message.atMs));
    const oldest = Math.min(...messages.map((message) => message.atMs));
    expect(now - newest).toBeLessThan(30 * 60_000);
    expect(newest).toBeLessThan(now);
    expect((now - oldest) / 86_400_000).toBeGreaterThan(240);
    expect((now - oldest) / 86_400_000).toBeLessThan(280);
    for (const list of world.state.messages.values()) {
      const times = list.map((message) => message.atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('shows nothing newer than the outage of a broken account', () => {
    const broken = [...world.state.accounts.values()].find(
      (account) => account.type === 'LINKEDIN' && account.sources[0]?.status === 'CREDENTIALS',
    );
    const times = messages.filter((item) => item.accountId === broken?.id).map((item) => item.atMs);
    expect(times.length).toBeGreaterThan(100);
    expect(Math.max(...times)).toBeLessThan(Date.now() - 52 * 3_600_000);
  });

  it('holds every kind of message and attachment, with real bytes', () => {
    expect(share((message) => message.reactions.length > 0)).toBeGreaterThan(0.02);
    expect(share((message) => message.quotedId !== undefined)).toBeGreaterThan(0.01);
    for (const flag of ['isEdited', 'isDeleted', 'isHidden'] as const) {
      expect(
        messages.some((message) => message[flag] === true),
        flag,
      ).toBe(true);
    }
    const events = new Set(messages.flatMap((message) => message.eventType ?? []));
    expect(events.size).toBeGreaterThanOrEqual(6);
    const attachments = messages.flatMap((message) => message.attachments);
    expect(new Set(attachments.map((item) => item.type))).toEqual(
      new Set(['img', 'file', 'audio', 'video', 'video_meeting', 'linkedin_post']),
    );
    for (const kind of ['isSticker', 'isGif', 'isVoiceNote', 'isUnavailable'] as const) {
      expect(
        attachments.some((item) => item[kind] === true),
        kind,
      ).toBe(true);
    }
    expect(messages.some((message) => message.messageType === 'INMAIL')).toBe(true);
    expect(messages.some((message) => Object.keys(message.seenBy).length > 1)).toBe(true);
    const starts: Record<string, string> = {
      'image/png': '\x89PNG',
      'application/pdf': '%PDF',
      'audio/wav': 'RIFF',
      'video/webm': '\x1a\x45',
    };
    for (const [mime, start] of Object.entries(starts)) {
      const found = attachments.find((item) => item.mime === mime);
      expect(found).toBeDefined();
      if (found === undefined) continue;
      const bytes = bytesOf(found);
      expect(bytes.subarray(0, 4).toString('latin1').startsWith(start)).toBe(true);
      expect(bytes.length).toBe(found.sizeBytes);
    }
  });

  it('has long, right-to-left, Asian, emoji and empty names, and group chats', () => {
    const names = [...world.state.attendees.values()].map((attendee) => attendee.name);
    expect(names.filter((name) => name === '').length).toBeGreaterThan(3);
    expect(names.some((name) => name.length > 60)).toBe(true);
    expect(names.some((name) => /[\u0600-\u06ff]/.test(name))).toBe(true);
    expect(names.some((name) => /[\u0590-\u05ff]/.test(name))).toBe(true);
    expect(names.some((name) => /[\u4e00-\u9fff]/.test(name))).toBe(true);
    expect(names.some((name) => /\p{Extended_Pictographic}/u.test(name))).toBe(true);
    const groups = [...world.state.chats.values()].filter((chat) => chat.type === 1);
    expect(groups.length).toBeGreaterThan(8);
    expect(groups.every((chat) => chat.attendeeIds.length > 2)).toBe(true);
  });

  it('leaves some chats unread, and counts only what came last from others', () => {
    const chats = [...world.state.chats.values()];
    const unread = chats.filter((chat) => unreadCount(world, chat) > 0);
    expect(unread.length).toBeGreaterThan(50);
    for (const chat of unread) {
      const count = unreadCount(world, chat);
      expect(
        world
          .messagesOf(chat.id)
          .slice(-count)
          .every((message) => !message.isSender),
      ).toBe(true);
    }
  });
});
