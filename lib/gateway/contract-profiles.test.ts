import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import type { GatewayClient, PageRequest } from './client';
import { PROFILE_SECTIONS } from './profile-types';
import { codeOf, testClient } from './testing/clients';
import { DIALECTS, type Made } from './testing/dialects';
import { everything } from './testing/pages';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});
afterAll(() => sandbox.stop());

let count = 0;

describe.each(DIALECTS)('people at LinkedIn in $dialect', (spec) => {
  let client: GatewayClient;
  let made: Made;
  let providerAccountId: string;

  beforeEach(async () => {
    ({ client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, spec.dialect));
    count += 1;
    made = await sandbox.control<Made>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: `profiles${count}@x.example`,
    });
    providerAccountId = spec.accountId(made);
    await throttle([]);
  });

  const throttle = (throttledSections: string[]) =>
    sandbox.control('POST', '/options', { throttledSections });
  const contact = (fields: object = {}, kind = 'contacts') =>
    sandbox.control<{ providerId: string; publicIdentifier: string; name: string }>(
      'POST',
      `/accounts/${made.id}/${kind}`,
      fields,
    );

  it('are read with the sections that were asked for, by either name', async () => {
    const { providerId, publicIdentifier, name } = await contact({
      emails: ['mira@norda.test'],
      phones: ['+31 6 5550 9999'],
    });
    for (const identifier of [providerId, publicIdentifier]) {
      const profile = await client.getProfile({
        providerAccountId,
        identifier,
        sections: PROFILE_SECTIONS,
      });
      expect(profile).toMatchObject({
        providerUserId: providerId,
        publicIdentifier,
        name,
        isConnection: false,
        emails: ['mira@norda.test'],
        phones: ['+31 6 5550 9999'],
        throttledSections: [],
      });
      expect(profile.headline).toBeTruthy();
      expect(profile.experience[0]?.place).toBeTruthy();
      expect(profile.education[0]?.place).toBe('Erasmus University');
      expect(profile.skills).toEqual(['Logistics']);
      expect(profile.languages).toHaveLength(1);
    }
    const bare = await client.getProfile({
      providerAccountId,
      identifier: providerId,
      sections: [],
    });
    expect(bare).toMatchObject({ name, experience: [], education: [], skills: [] });
  });

  it('have sections that are held back for now named, and not called empty', async () => {
    const { providerId } = await contact();
    await throttle(['experience', 'skills']);
    const profile = await client.getProfile({
      providerAccountId,
      identifier: providerId,
      sections: PROFILE_SECTIONS,
    });
    expect([...profile.throttledSections].sort()).toEqual(['experience', 'skills']);
    expect(profile).toMatchObject({ experience: [], skills: [] });
    expect(profile.education).toHaveLength(1);
  });

  it('who are not there are not found', async () => {
    const asked = client.getProfile({ providerAccountId, identifier: 'nobody-here', sections: [] });
    expect(await codeOf(asked)).toBe('not_found');
  });

  it('who are connected are listed newest first, page by page', async () => {
    const names: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      names.push((await contact({ name: `Relation ${count}-${index}` }, 'relations')).name);
    }
    const list = (page: PageRequest) => client.listRelations({ providerAccountId }, page);
    const relations = await everything(list, 2);
    for (const relation of relations) {
      expect(relation.providerUserId).toBeTruthy();
      expect(relation.connectedAt).toBeInstanceOf(Date);
    }
    expect(relations.map(({ name }) => name).sort()).toEqual(names);
    const first = await client.getProfile({
      providerAccountId,
      identifier: relations[0]?.providerUserId ?? '',
      sections: [],
    });
    expect(first.isConnection).toBe(true);
  });
});
