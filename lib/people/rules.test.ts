import { describe, expect, it } from 'vitest';
import { inviteeOf, linksOf, subtreeOf, toChannels } from './person-rules';
import { channelsOf, countPeopleFilters, EVERYBODY, headlineOf, identityOf, nameOf } from './rules';
import { groupTimeline, newestFirst } from './timeline-rules';
import type { PeopleAccount, PersonFact, TimelineEntry } from './types';

const account: PeopleAccount = {
  id: 'account',
  name: 'Jane',
  provider: 'LINKEDIN',
  ownerMemberId: 'jane',
  ownerName: 'Jane Ruiz',
  isRemoved: false,
};

function fact(fields: Partial<PersonFact> = {}): PersonFact {
  return {
    rootId: 'person',
    personId: 'person',
    identityId: 'identity',
    kind: 'LINKEDIN',
    value: 'ACoAAA',
    accountId: 'account',
    name: null,
    headline: null,
    profileUrl: null,
    publicIdentifier: null,
    lastAt: null,
    conversationId: null,
    ...fields,
  };
}

describe('who somebody is', () => {
  it('is an address over all mailboxes, and else the id of the provider, as it is written', () => {
    expect(identityOf('GOOGLE', ' Ana@Norda.test')).toEqual({
      kind: 'EMAIL',
      value: 'ana@norda.test',
    });
    expect(identityOf('OUTLOOK', 'ana@norda.test')).toEqual(identityOf('MAIL', 'ana@norda.test'));
    expect(identityOf('LINKEDIN', 'ACoAbC')).toEqual({ kind: 'LINKEDIN', value: 'ACoAbC' });
    expect(identityOf('LINKEDIN', 'ACoabc')).not.toEqual(identityOf('LINKEDIN', 'ACoAbC'));
  });

  it('is told by the name at LINKEDIN, then by the latest one, then by what the identity shows', () => {
    const whatsapp = fact({
      kind: 'WHATSAPP',
      value: '491701234567@s.whatsapp.net',
      identityId: 'b',
      lastAt: new Date(5),
    });
    expect(nameOf([{ ...whatsapp, name: 'Annie' }, fact({ name: 'Ana Ruiz' })])).toBe('Ana Ruiz');
    expect(nameOf([whatsapp, { ...whatsapp, name: 'Annie', lastAt: new Date(1) }])).toBe('Annie');
    expect(nameOf([{ ...whatsapp, name: '\u200b' }])).toBe('+491701234567');
    expect(nameOf([fact()])).toBe('Unknown person');
    expect(headlineOf([fact({ headline: 'Old' }), { ...whatsapp, headline: 'New' }])).toBe('New');
    expect(channelsOf([whatsapp, fact(), whatsapp])).toEqual(['LINKEDIN', 'WHATSAPP']);
  });

  it('has each identity once with each account once', () => {
    const channels = toChannels(
      [
        fact({ lastAt: new Date(9) }),
        fact({ lastAt: new Date(5), conversationId: 'chat' }),
        fact({ accountId: 'one that is not readable' }),
      ],
      [account],
    );
    expect(channels).toMatchObject([{ accounts: [{ conversationId: 'chat' }] }]);
    expect(channels[0]?.accounts[0]?.lastAt).toBe(new Date(9).toISOString());
  });

  it('is linked to nothing but the web', () => {
    expect(
      linksOf([
        fact({ profileUrl: 'javascript:alert(1)' }),
        fact({ profileUrl: 'no address' }),
        fact({ publicIdentifier: 'ana ruiz' }),
        fact({ kind: 'INSTAGRAM', publicIdentifier: 'ana' }),
      ]),
    ).toEqual([{ kind: 'LINKEDIN', url: 'https://www.linkedin.com/in/ana%20ruiz/' }]);
  });
});

it('may be invited under the id of LinkedIn’s classic product alone, with what any account knows of it', () => {
  expect(inviteeOf([fact({ kind: 'EMAIL', value: 'ana@norda.test' })])).toBeNull();
  expect(inviteeOf([fact({ value: 'ACwAAB', identityId: 'sales' })])).toBeNull();
  const facts = [
    fact({ value: 'ACwAAB', identityId: 'sales', name: 'A. N.' }),
    fact({ publicIdentifier: 'ana-novak' }),
    fact({ accountId: 'other', name: 'Ana Novak', headline: 'Director' }),
  ];
  expect(inviteeOf(facts)).toEqual({
    providerUserId: 'ACoAAA',
    publicIdentifier: 'ana-novak',
    name: 'Ana Novak',
    headline: 'Director',
  });
});

it('counts what narrows the list', () => {
  expect(countPeopleFilters(EVERYBODY)).toBe(0);
  expect(countPeopleFilters({ ...EVERYBODY, q: ' ', channel: 'EMAIL', hasInvitation: true })).toBe(
    2,
  );
});

it('takes out with a person whoever was merged into them, at whatever remove', () => {
  const links = [
    { personId: 'b', intoPersonId: 'a' },
    { personId: 'c', intoPersonId: 'b' },
    { personId: 'd', intoPersonId: 'a' },
  ];
  expect([...subtreeOf('b', links)]).toEqual(['b', 'c']);
  expect(subtreeOf('a', links).size).toBe(4);
  expect([...subtreeOf('d', links)]).toEqual(['d']);
});

describe('the timeline', () => {
  const entry = (at: string, fields: Partial<TimelineEntry> = {}): TimelineEntry => ({
    id: at,
    kind: 'chat',
    at,
    accountName: 'Jane',
    provider: 'LINKEDIN',
    conversationId: 'chat',
    groupName: null,
    isOurs: false,
    memberName: null,
    subject: null,
    text: null,
    state: null,
    ...fields,
  });

  it('has months and days of the reader, and what one thread says on one day in one row, but each note alone', () => {
    const months = groupTimeline(
      [
        // In Kathmandu it is December already.
        entry('2026-11-30T19:00:00.000Z'),
        entry('2026-11-30T18:30:00.000Z'),
        entry('2026-11-30T12:00:00.000Z'),
        entry('2026-11-30T11:30:00.000Z', { kind: 'note', memberName: 'Omar' }),
        entry('2026-11-30T11:00:00.000Z', { kind: 'note', memberName: 'Jane' }),
        entry('2026-11-30T10:00:00.000Z', { kind: 'invitation', conversationId: null }),
        entry('2026-11-30T09:00:00.000Z', { kind: 'invitation', conversationId: null }),
      ],
      'Asia/Kathmandu',
    );
    expect(months.map(({ month, rows }) => [month, rows.map(({ count }) => count)])).toEqual([
      ['2026-12', [2]],
      ['2026-11', [1, 1, 1, 1, 1]],
    ]);
    expect(groupTimeline([], 'UTC')).toEqual([]);
  });

  it('is in the order of its cursor', () => {
    const at = '2026-11-30T10:00:00.000Z';
    const sorted = newestFirst([
      entry(at, { id: 'a' }),
      entry('2026-11-30T11:00:00.000Z', { id: 'c' }),
      entry(at, { id: 'b' }),
    ]);
    expect(sorted.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });
});
