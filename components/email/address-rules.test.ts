import { describe, expect, it } from 'vitest';
import { isAddress, knownAs, namesOf, parsePeople, warningsOf } from './address-rules';

describe('people as they are typed or pasted', () => {
  it('are told apart by commas, semicolons and lines, with their names', () => {
    const typed =
      'Noor Haddad <noor@client.example>, ola@client.example;\n"Berg, O." <b@x.example>';
    expect(parsePeople(typed).slice(0, 2)).toEqual([
      { address: 'noor@client.example', name: 'Noor Haddad' },
      { address: 'ola@client.example', name: null },
    ]);
  });

  it('stay as they were typed where that is no address', () => {
    const [person] = parsePeople('noor at client');
    expect(person).toEqual({ address: 'noor at client', name: null });
    expect(person && isAddress(person)).toBe(false);
  });
});

describe('what may have been overlooked', () => {
  const noor = { address: 'noor@client.example', name: null };
  const email = {
    text: 'Fine for us',
    fileCount: 0,
    routing: { to: [noor], cc: [], bcc: [], subject: 'Re: Proposal' },
  };

  it('is nothing in an ordinary answer', () => {
    expect(warningsOf(email)).toEqual([]);
    expect(warningsOf({ ...email, text: 'We are attacked by bees' })).toEqual([]);
  });

  it.each(['Please see the attached offer', 'Das Angebot im Anhang', 'Le devis est ci-joint.'])(
    'is the file of %j',
    (text) => {
      expect(warningsOf({ ...email, text })).toEqual(['no_file']);
      expect(warningsOf({ ...email, text, fileCount: 1 })).toEqual([]);
    },
  );

  it('is a missing subject and a crowd', () => {
    const routing = { ...email.routing, subject: ' ', cc: Array(10).fill(noor) };
    expect(warningsOf({ ...email, routing })).toEqual(['no_subject', 'many_people']);
  });
});

describe('somebody who is typed', () => {
  const known = [
    { providerUserId: 'noor@client.example', name: 'Noor Haddad' },
    { providerUserId: 'ola@client.example', name: 'Ola Berg' },
    { providerUserId: 'ola@other.example', name: 'Ola Berg' },
    { providerUserId: 'desk@client.example', name: 'desk@client.example' },
  ];
  it('has the name that we know, and a name stands for its only address', () => {
    const typed = (address: string, name: string | null = null) =>
      knownAs({ address, name }, known);
    expect(typed('Noor@client.example')).toEqual({
      address: 'noor@client.example',
      name: 'Noor Haddad',
    });
    expect(typed('noor haddad').address).toBe('noor@client.example');
    expect(typed('desk@client.example').name).toBeNull();
    expect(typed('noor@client.example', 'N. Haddad').name).toBe('N. Haddad');
    // Nobody chooses between two of one name but the writer.
    expect(typed('Ola Berg')).toEqual({ address: 'Ola Berg', name: null });
    expect(typed('eve@evil.example')).toEqual({ address: 'eve@evil.example', name: null });
  });

  it('is named in a line, two at most', () => {
    const people = ['a@x.example', 'b@x.example', 'c@x.example'].map((address) => ({
      address,
      name: null,
    }));
    expect(namesOf(people)).toBe('a@x.example, b@x.example +1');
  });
});
