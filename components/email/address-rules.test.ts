import { describe, expect, it } from 'vitest';
import { isAddress, parsePeople, warningsOf } from './address-rules';

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
