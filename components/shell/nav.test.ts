import { describe, expect, test } from 'vitest';
import { activeHref, type NavItem, type ShellAccount, worstFirst } from './nav';

const item = (href: string, isActive?: boolean): NavItem => ({
  href,
  label: href,
  icon: null,
  isActive,
});

describe('the active item', () => {
  const items = [
    item('/inbox'),
    item('/accounts'),
    item('/accounts/history'),
    item('/inbox?view=mine'),
  ];

  test('is the longest path that holds the address', () => {
    expect(activeHref(items, '/inbox')).toBe('/inbox');
    expect(activeHref(items, '/inbox/42')).toBe('/inbox');
    expect(activeHref(items, '/accounts/history/1')).toBe('/accounts/history');
  });

  test('is none where nothing holds it, also not for a path that only begins alike', () => {
    expect(activeHref(items, '/inboxes')).toBeUndefined();
    expect(activeHref([item('/')], '/inbox')).toBeUndefined();
  });

  test('is the marked one before any other, and never one that is marked as not active', () => {
    expect(activeHref([...items, item('/elsewhere', true)], '/inbox')).toBe('/elsewhere');
    expect(activeHref([item('/inbox', false)], '/inbox')).toBeUndefined();
  });
});

test('broken accounts come first and the rest keeps its order', () => {
  const account = (id: string, tone: ShellAccount['tone']): ShellAccount => ({
    id,
    tone,
    name: id,
    providerLabel: 'LinkedIn',
    statusWord: tone,
    href: `/accounts/${id}`,
  });
  const sorted = worstFirst([
    account('a', 'ok'),
    account('b', 'warn'),
    account('c', 'neutral'),
    account('d', 'bad'),
    account('e', 'ok'),
    account('f', 'info'),
    account('g', 'bad'),
  ]);
  expect(sorted.map(({ id }) => id)).toEqual(['d', 'g', 'b', 'f', 'c', 'a', 'e']);
});
