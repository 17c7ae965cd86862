import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import type { EmailPerson } from '@/lib/inbox/outgoing-email-rules';
import { isAddress, keyed, knownAs, parsePeople } from './address-rules';

/** Somebody of the mailbox; `providerUserId` is the address. */
export type KnownPerson = { providerUserId: string; name: string };

type PeopleFieldProps = {
  id: string;
  label: string;
  people: readonly EmailPerson[];
  known: readonly KnownPerson[];
  listId: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  onType?: (text: string) => void;
  onChange: (people: EmailPerson[]) => void;
};

/** Addresses as chips; Enter, a comma or leaving the field makes one of what was typed. */
export function PeopleField(props: PeopleFieldProps) {
  const { id, label, people, known, listId, inputRef, onType, onChange } = props;
  const [typed, setTyped] = useState('');
  const type = (text: string) => {
    setTyped(text);
    onType?.(text);
  };
  const add = (text: string) => {
    type('');
    const more = parsePeople(text).map((person) => knownAs(person, known));
    if (more.length > 0) onChange([...people, ...more]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && typed === '' && people.length > 0) {
      onChange(people.slice(0, -1));
    }
    if ((event.key === 'Enter' || event.key === ',' || event.key === ';') && typed.trim()) {
      event.preventDefault();
      add(typed);
    }
  };
  return (
    <div className="flex items-start gap-2 text-meta text-fg-3">
      <span className="w-14 shrink-0 pt-1.5" aria-hidden="true">
        {label}
      </span>
      <ul className="flex min-w-0 flex-1 flex-wrap items-center gap-1" aria-label={label}>
        {keyed(people).map(({ key, person }) => {
          const isWrong = !isAddress(person);
          return (
            <li
              key={key}
              className={cx(
                'flex min-w-0 max-w-full items-center rounded-control border ps-2',
                isWrong ? 'border-bad text-bad' : 'border-line bg-subtle text-fg',
              )}
            >
              <bdi className="max-w-60 truncate" title={person.address}>
                {person.name ?? person.address}
              </bdi>
              {isWrong && <span className="ps-1 text-meta">is no address</span>}
              <IconButton
                label={`Remove ${person.name ?? person.address}`}
                icon={<X />}
                onClick={() => onChange(people.filter((one) => one !== person))}
              />
            </li>
          );
        })}
        <li className="min-w-20 flex-1">
          <Input
            id={id}
            ref={inputRef}
            size={28}
            aria-label={`Add to ${label}`}
            value={typed}
            list={listId}
            autoComplete="off"
            inputMode="email"
            onChange={(event) => {
              const { value } = event.target;
              // A paste of several, or one that the list offered.
              if (/[,;\n]/.test(value.trim().slice(0, -1))) add(value);
              else type(value);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => add(typed)}
            className="w-full"
          />
        </li>
      </ul>
    </div>
  );
}
