import { describe, expect, it } from 'vitest';
import type { GatewayProfile } from '@/lib/gateway/profile-types';
import {
  evidenceOf,
  mergeProfile,
  phoneDigits,
  sectionPauseMs,
  toSections,
  whatsappDigits,
} from './profile-rules';

const read: GatewayProfile = {
  providerUserId: 'ACoAAA',
  publicIdentifier: 'Mira-Olsen',
  name: 'Mira Olsen',
  headline: 'VP Sales',
  location: 'Leeds',
  about: 'About her',
  emails: ['Mira@Norda.test', 'mira@norda.test', 'no address'],
  phones: ['+49 170 123 4567', '0049 (170) 1234567', '0170 1234567', '12'],
  isConnection: true,
  connectedAt: new Date(0),
  experience: [{ title: 'VP', place: 'Norda', from: '3/1/2021', to: null }],
  education: [],
  skills: ['Logistics'],
  languages: [],
  certifications: [],
  throttledSections: [],
};

describe('a number', () => {
  it('proves somebody only with its country', () => {
    expect(phoneDigits('+49 170 123-4567')).toBe('491701234567');
    expect(phoneDigits('0049 170 1234567')).toBe('491701234567');
    for (const text of ['0170 1234567', '+12', '', 'call me', `+${'1'.repeat(16)}`]) {
      expect(phoneDigits(text)).toBeNull();
    }
    expect(whatsappDigits('491701234567@s.whatsapp.net')).toBe('491701234567');
    expect(whatsappDigits('491701234567@lid')).toBeNull();
    expect(whatsappDigits('120363@g.us')).toBeNull();
  });
});

describe('a profile', () => {
  it('is compared by what is spelled in one way, each once', () => {
    expect(evidenceOf(read)).toEqual({
      publicIdentifier: 'mira-olsen',
      emails: ['mira@norda.test'],
      phones: ['491701234567'],
    });
  });

  it('keeps of a section what was known until LinkedIn tells it', () => {
    const before = mergeProfile(null, read, ['about', 'experience', 'skills']);
    expect(before).toMatchObject({ about: 'About her', skills: ['Logistics'], education: [] });
    const held: GatewayProfile = {
      ...read,
      headline: 'CRO',
      about: null,
      experience: [],
      skills: [],
      connectedAt: null,
      throttledSections: ['experience'],
    };
    expect(mergeProfile(before, held, ['experience', 'skills'])).toMatchObject({
      headline: 'CRO',
      about: 'About her',
      experience: before.experience,
      skills: [],
      connectedAt: before.connectedAt,
    });
  });

  it('is asked for held sections with longer and longer pauses, and then no more', () => {
    const pauses = Array.from({ length: 8 }, (_, tries) => sectionPauseMs(tries));
    const waits = pauses.filter((pause) => pause !== null);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBeGreaterThanOrEqual(60_000);
    expect(pauses.at(-1)).toBeNull();
    expect(toSections(['skills', 'about', 'posts'])).toEqual(['about', 'skills']);
  });
});
