import { useClock } from '@/components/ui/clock';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { addressKey } from '@/lib/core/email';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { EmailFacts } from '@/lib/inbox/types';
import { keyed } from './address-rules';

type Person = { address: string; name: string | null };

const nameOf = ({ address, name }: Person) => name ?? address;

/** "to me, Ola Berg +2": whom it went to, in one line. */
export function toLine(
  { to, cc, bcc }: Pick<EmailRouting, 'to' | 'cc' | 'bcc'>,
  own: ReadonlySet<string>,
): string {
  const all = [...to, ...cc, ...bcc].map((person) =>
    own.has(addressKey(person.address)) ? 'me' : nameOf(person),
  );
  if (all.length === 0) return 'to nobody named';
  const rest = all.length - 2;
  return `to ${all.slice(0, 2).join(', ')}${rest > 0 ? ` +${rest}` : ''}`;
}

/** Everybody by name and address, and when. */
export function EmailPeople({ people, at }: { people: EmailFacts['people']; at: string }) {
  const clock = useClock();
  const rows = [
    ['From', people.from ? [people.from] : []],
    ['To', people.to],
    ['Cc', people.cc],
    ['Bcc', people.bcc],
    ['Answers to', people.replyTo],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-meta">
      {rows.map(
        ([name, list]) =>
          list.length > 0 && (
            <Row key={name} name={name}>
              {keyed(list).map(({ key, person }) => (
                <bdi key={key} className="block break-words">
                  {person.name && `${person.name} `}
                  <span className="text-fg-3 [overflow-wrap:anywhere]">{person.address}</span>
                </bdi>
              ))}
            </Row>
          ),
      )}
      <Row name="Date">
        {clock && formatAbsoluteTime(new Date(at), clock.timeZone, clock.locale)}
      </Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="min-w-0 text-fg-2">{children}</dd>
    </>
  );
}
