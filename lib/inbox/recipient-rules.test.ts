import { describe, expect, it } from 'vitest';
import { identifierOf, isIdOf, isSamePerson } from './recipient-rules';

const CLASSIC = 'ACoAABcdefghijklmnopqrstuvwxyz';
const SALES = 'ACwAABcdefghijklmnopqrstuvwxyz';

describe('what a person types for a recipient', () => {
  it.each([
    ['LINKEDIN', 'https://www.linkedin.com/in/mira-olsen/', 'mira-olsen', 'public'],
    ['LINKEDIN', 'linkedin.com/in/mira-olsen?trk=people', 'mira-olsen', 'public'],
    ['LINKEDIN', 'https://nl.linkedin.com/in/chlo%C3%A9-martin', 'chloé-martin', 'public'],
    ['LINKEDIN', ' mira-olsen ', 'mira-olsen', 'public'],
    ['LINKEDIN', CLASSIC, CLASSIC, 'id'],
    ['LINKEDIN', `https://www.linkedin.com/in/${CLASSIC}`, CLASSIC, 'id'],
    ['LINKEDIN', `https://www.linkedin.com/sales/lead/${SALES},NAME_SEARCH,x1`, SALES, 'id'],
    ['INSTAGRAM', 'https://www.instagram.com/mira.olsen/', 'mira.olsen', 'public'],
    ['INSTAGRAM', '@mira.olsen', 'mira.olsen', 'public'],
    ['TELEGRAM', 'https://t.me/miraolsen', 'miraolsen', 'public'],
    ['WHATSAPP', '+31 (6) 5551-2345', '31655512345', 'phone'],
    ['WHATSAPP', 'https://wa.me/31655512345', '31655512345', 'phone'],
  ] as const)('on %s, %s names %s', (provider, typed, value, kind) => {
    expect(identifierOf(provider, typed)).toEqual({ value, kind });
  });

  it.each([
    ['LINKEDIN', ''],
    ['LINKEDIN', 'https://www.linkedin.com/company/harbourline'],
    ['LINKEDIN', 'https://linkedin.com.evil.example/in/mira'],
    ['LINKEDIN', '../../accounts'],
    ['LINKEDIN', 'https://www.linkedin.com/in/%E0%A4%A'],
    ['INSTAGRAM', 'mira olsen'],
    ['WHATSAPP', 'mira'],
    ['WHATSAPP', '12345'],
    ['MESSENGER', 'mira.olsen'],
    ['TWITTER', '@mira'],
    ['MAIL', 'mira@example.com'],
  ] as const)('on %s, "%s" names nobody', (provider, typed) => {
    expect(identifierOf(provider, typed)).toBeNull();
  });

  it('is checked against who came back, in whatever case', () => {
    const asked = { value: 'Mira-Olsen', kind: 'public' } as const;
    expect(isSamePerson(asked, 'mira-olsen')).toBe(true);
    expect(isSamePerson(asked, 'mira-olsen-2')).toBe(false);
    expect(isSamePerson(asked, null)).toBe(false);
    expect(isSamePerson({ value: CLASSIC, kind: 'id' }, 'anybody')).toBe(true);
  });

  it('has an id of the product that the message goes through', () => {
    expect(isIdOf('classic', CLASSIC)).toBe(true);
    expect(isIdOf('sales_navigator', SALES)).toBe(true);
    expect(isIdOf('sales_navigator', CLASSIC)).toBe(false);
    expect(isIdOf('recruiter', SALES)).toBe(false);
  });
});
