import { describe, expect, it } from 'vitest';
import { PROVIDERS, type Provider } from '@/lib/core/providers';
import { CAPABILITIES, capabilitiesOf, inmailApis } from './capability-rules';

const ALL_SENDING = [
  'text',
  'attachments',
  'quote',
  'reactions',
  'receipts',
  'startByName',
  'groups',
];

/** What each channel can do with an account that pays for nothing. */
const TABLE: Record<Provider, readonly string[]> = {
  LINKEDIN: [...ALL_SENDING, 'voice', 'startByProfile', 'invitations'],
  WHATSAPP: [...ALL_SENDING, 'startByPhone'],
  INSTAGRAM: [...ALL_SENDING, 'startByProfile'],
  MESSENGER: ALL_SENDING,
  TELEGRAM: [...ALL_SENDING, 'startByProfile'],
  TWITTER: [],
  GOOGLE: ['text', 'attachments'],
  OUTLOOK: ['text', 'attachments'],
  MAIL: ['text', 'attachments'],
  OTHER: [],
};

const possible = (input: Parameters<typeof capabilitiesOf>[0]) =>
  CAPABILITIES.filter((name) => capabilitiesOf(input)[name].isPossible);

describe('what an account can do', () => {
  it.each(PROVIDERS)('on %s is exactly what the API offers there', (provider) => {
    expect([...possible({ provider, features: [] })].sort()).toEqual([...TABLE[provider]].sort());
  });

  it.each(PROVIDERS)('on %s says why not in one sentence, and nothing where it can', (provider) => {
    for (const [name, { isPossible, why }] of Object.entries(
      capabilitiesOf({ provider, features: [] }),
    )) {
      if (isPossible) expect(why, name).toBeNull();
      else expect(why, name).toMatch(/^[A-Z][^.]+\.$/);
    }
  });

  it('depends on what LinkedIn is paid for', () => {
    const apis = (...features: string[]) => inmailApis('LINKEDIN', features);
    expect(apis()).toEqual([]);
    expect(apis('premium')).toEqual(['classic']);
    expect(apis('recruiter', 'sales_navigator')).toEqual(['sales_navigator', 'recruiter']);
    expect(apis('something new')).toEqual([]);
    expect(inmailApis('WHATSAPP', ['premium'])).toEqual([]);
    expect(possible({ provider: 'LINKEDIN', features: ['premium'] })).toContain('inmail');
  });

  it('depends on what the chat does not offer', () => {
    const inChat = possible({
      provider: 'LINKEDIN',
      features: [],
      disabledFeatures: ['reactions', 'reply'],
    });
    expect(inChat).not.toContain('reactions');
    expect(inChat).not.toContain('quote');
    expect(inChat).toContain('text');
  });
});
