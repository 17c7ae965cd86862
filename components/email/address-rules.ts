import { normaliseEmail } from '@/lib/core/email';
import type { EmailPerson, EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { ThreadHeader } from '@/lib/inbox/types';

/** "Noor Haddad <noor@client.example>, ola@client.example" as people; what is no address stays as it was typed. */
export function parsePeople(text: string): EmailPerson[] {
  return text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const named = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(part);
      const [, name = '', address = ''] = named ?? ['', '', part];
      return { address: address.trim(), name: name.trim() || null };
    });
}

/** With the name under which we know the address; a name that is only one person's stands for the address. */
export function knownAs(
  person: EmailPerson,
  known: readonly { providerUserId: string; name: string }[],
): EmailPerson {
  const said = person.address.toLowerCase();
  const isMeant = ({ providerUserId, name }: (typeof known)[number]) =>
    isAddress(person) ? providerUserId === said : name.toLowerCase() === said;
  const [found, ...others] = known.filter(isMeant);
  if (!found || others.length > 0) return person;
  const name = found.name === found.providerUserId ? null : found.name;
  return { address: found.providerUserId, name: person.name ?? name };
}

/** The account's own addresses, as a thread knows them. */
export function ownAddresses({
  participants,
}: Pick<ThreadHeader, 'participants'>): ReadonlySet<string> {
  return new Set(
    participants.filter((one) => one.isSelf).map(({ providerUserId }) => providerUserId),
  );
}

/** People with keys of their own: a list may name somebody twice. */
export function keyed<Person extends EmailPerson>(
  people: readonly Person[],
): { key: string; person: Person }[] {
  const counts = new Map<string, number>();
  return people.map((person) => {
    const count = (counts.get(person.address) ?? 0) + 1;
    counts.set(person.address, count);
    return { key: `${person.address} ${count}`, person };
  });
}

/** "Ola Berg, Noor Haddad +2". */
export function namesOf(people: readonly EmailPerson[]): string {
  const shown = people.slice(0, 2).map(({ name, address }) => name ?? address);
  const rest = people.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` +${rest}` : ''}`;
}

export function isAddress({ address }: EmailPerson): boolean {
  return normaliseEmail(address) !== null;
}

/** Words by which people say that a file comes along, in the languages of the team's customers. */
const FILE_WORDS =
  /\b(attach(?:ed|ment|ments|ing)?|enclosed|im anhang|anbei|angehängt|ci-joint|en pièce jointe|adjunto|in allegato)\b/iu;
const MANY_PEOPLE = 10;

export type EmailWarning = 'no_file' | 'no_subject' | 'many_people';

export const WARNING_TEXTS: Readonly<Record<EmailWarning, string>> = {
  no_file: 'You write of an attachment, and no file is attached.',
  no_subject: 'This e-mail has no subject.',
  many_people: `This goes to more than ${MANY_PEOPLE} people.`,
};

/** What a person may have overlooked; each is asked about once before it goes. */
export function warningsOf(email: {
  text: string;
  fileCount: number;
  routing: EmailRouting;
}): EmailWarning[] {
  const { text, fileCount, routing } = email;
  const warnings: EmailWarning[] = [];
  if (fileCount === 0 && FILE_WORDS.test(text)) warnings.push('no_file');
  if (routing.subject.trim() === '') warnings.push('no_subject');
  if (routing.to.length + routing.cc.length > MANY_PEOPLE) warnings.push('many_people');
  return warnings;
}
