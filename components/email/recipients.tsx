'use client';

import { cx } from 'class-variance-authority';
import { X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import type { EmailPerson, EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { Participant } from '@/lib/inbox/types';
import { isAddress, keyed, parsePeople } from './address-rules';

type RecipientsProps = {
  routing: EmailRouting;
  onChange: (routing: EmailRouting) => void;
  /** Of the thread: offered while one types. */
  known: readonly Participant[];
  /** Where one types whom it goes to. */
  toRef?: RefObject<HTMLInputElement | null>;
};

/** To whom an e-mail goes: one line, and at a press the lists and the subject. */
export function Recipients({ routing, onChange, known, toRef }: RecipientsProps) {
  const [isOpen, setIsOpen] = useState(routing.to.length === 0);
  const listId = useId();
  if (!isOpen) {
    return (
      <button
        type="button"
        aria-label="Change who gets it"
        onClick={() => setIsOpen(true)}
        className="mx-2 flex min-h-7 min-w-0 items-center gap-2 rounded-control px-1 text-start text-meta text-fg-2 hover:bg-hover pointer-coarse:min-h-11"
      >
        <Line name="To" people={routing.to} />
        <Line name="Cc" people={routing.cc} />
        <Line name="Bcc" people={routing.bcc} />
      </button>
    );
  }
  const field = (key: 'to' | 'cc' | 'bcc', label: string) => (
    <PeopleField
      label={label}
      people={routing[key]}
      listId={listId}
      inputRef={key === 'to' ? toRef : undefined}
      onChange={(people) => onChange({ ...routing, [key]: people })}
    />
  );
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2">
      {field('to', 'To')}
      {field('cc', 'Cc')}
      {field('bcc', 'Bcc')}
      <div className="flex items-center gap-2 text-meta text-fg-3">
        <span className="w-14 shrink-0" aria-hidden="true">
          Subject
        </span>
        <Input
          size={28}
          aria-label="Subject"
          dir="auto"
          value={routing.subject}
          onChange={(event) => onChange({ ...routing, subject: event.target.value })}
          className="min-w-0 flex-1"
        />
      </div>
      <datalist id={listId}>
        {known
          .filter((person) => !person.isSelf)
          .map(({ providerUserId, name }) => (
            <option key={providerUserId} value={providerUserId}>
              {name}
            </option>
          ))}
      </datalist>
      <Button size={28} variant="ghost" className="self-end" onClick={() => setIsOpen(false)}>
        Done
      </Button>
    </div>
  );
}

function Line({ name, people }: { name: string; people: readonly EmailPerson[] }) {
  if (people.length === 0) return null;
  const shown = people.slice(0, 3).map((person) => person.name ?? person.address);
  const rest = people.length - shown.length;
  const hasWrong = !people.every(isAddress);
  return (
    <span className={cx('min-w-0 truncate', hasWrong && 'text-bad')}>
      <span className="text-fg-3">{name}</span> <bdi>{shown.join(', ')}</bdi>
      {rest > 0 && ` +${rest}`}
    </span>
  );
}

type PeopleFieldProps = {
  label: string;
  people: readonly EmailPerson[];
  listId: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  onChange: (people: EmailPerson[]) => void;
};

/** Addresses as chips; Enter, a comma or leaving the field makes one of what was typed. */
function PeopleField({ label, people, listId, inputRef, onChange }: PeopleFieldProps) {
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    setTyped('');
    const more = parsePeople(text);
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
        <li className="min-w-40 flex-1">
          <Input
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
              else setTyped(value);
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
