import { describe, expect, it } from 'vitest';
import { idsNamedBy } from './id-rules';

describe('what is typed of somebody', () => {
  it.each([
    ['EMAIL', ' Mira@Norda.Test ', { ids: ['mira@norda.test'], number: null, publicName: null }],
    ['LINKEDIN', 'https://www.linkedin.com/in/Mira-Olsen/?x=1', { publicName: 'mira-olsen' }],
    ['WHATSAPP', '+49 151 1234-5678', { number: '4915112345678' }],
    ['INSTAGRAM', 'https://www.instagram.com/Mira.Olsen/', { publicName: 'mira.olsen' }],
    ['TELEGRAM', '@mira', { ids: ['@mira', 'mira'], publicName: 'mira' }],
    ['MESSENGER', '100004711', { ids: ['100004711', '@100004711'] }],
    ['TWITTER', 'https://x.com/Mira?s=20', { publicName: 'mira' }],
  ] as const)('%s %s', (channel, typed, named) => {
    expect(idsNamedBy(channel, typed)).toMatchObject(named);
  });

  it.each([
    ['EMAIL', 'mira'],
    ['LINKEDIN', 'https://example.com/in/mira'],
    ['INSTAGRAM', '  '],
  ] as const)('%s %s names nobody', (channel, typed) => {
    expect(idsNamedBy(channel, typed)).toBeNull();
  });
});
