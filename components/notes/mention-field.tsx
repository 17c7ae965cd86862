'use client';

import { cx } from 'class-variance-authority';
import {
  type KeyboardEvent,
  type RefObject,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { Avatar } from '@/components/ui/avatar';
import { matchingPeople, mentionQuery } from '@/lib/notes/rules';
import type { NamedMember } from '@/lib/notes/types';

const MOST_OFFERED = 6;

type MentionFieldProps = {
  label: string;
  describedBy?: string;
  placeholder: string;
  text: string;
  onChange: (text: string) => void;
  people: readonly NamedMember[];
  fieldRef: RefObject<HTMLElement | null>;
  /** The keys that the picker leaves alone. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  isReadOnly?: boolean;
};

/**
 * A text in which "@" offers the colleagues; arrows choose, Enter takes, Escape goes on writing. They stand
 * above the nearest positioned box, so that nothing of what is being written is covered.
 */
export function MentionField({
  label,
  describedBy,
  placeholder,
  text,
  onChange,
  people,
  fieldRef,
  onKeyDown,
  isReadOnly = false,
}: MentionFieldProps) {
  const listId = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(fieldRef, () => own.current as HTMLTextAreaElement);
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const [index, setIndex] = useState(0);
  const asked = caret === null ? null : mentionQuery(text, caret);
  const offered =
    asked && asked.from !== dismissedAt
      ? matchingPeople(people, asked.query).slice(0, MOST_OFFERED)
      : [];
  const isOpen = offered.length > 0;
  const active = offered[Math.min(index, offered.length - 1)];

  function take(person: NamedMember) {
    const field = own.current;
    if (!asked || !field || !person.canRead) return;
    const end = asked.from + 1 + asked.query.length;
    const before = `${text.slice(0, asked.from)}@${person.name} `;
    // Drawn at once: a letter typed before the caret stands behind the name would land elsewhere.
    flushSync(() => {
      onChange(before + text.slice(end).replace(/^ /, ''));
      setCaret(null);
    });
    field.focus();
    field.setSelectionRange(before.length, before.length);
  }

  function onPickerKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setIndex((index + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setDismissedAt(asked?.from ?? null);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && active) {
      if (event.metaKey || event.ctrlKey) return false;
      if (active.canRead) take(active);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return (
    <div>
      <textarea
        ref={own}
        value={text}
        dir="auto"
        rows={1}
        data-writes="note"
        readOnly={isReadOnly}
        aria-label={label}
        aria-describedby={describedBy}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && active ? `${listId} ${active.memberId}` : undefined}
        placeholder={placeholder}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setIndex(0);
        }}
        onSelect={(event) => {
          if (caret !== null) setCaret(event.currentTarget.selectionStart);
        }}
        onBlur={() => setCaret(null)}
        onKeyDown={(event) => {
          if (!onPickerKey(event)) onKeyDown(event);
        }}
        className="block field-sizing-content max-h-60 min-h-11 w-full resize-none overflow-y-auto bg-transparent px-3 py-2 text-body text-fg outline-none placeholder:text-fg-2 pointer-coarse:text-h3 pointer-coarse:font-normal"
      />
      {isOpen && (
        <div
          id={listId}
          role="listbox"
          aria-label="Colleagues"
          className="absolute start-2 bottom-full z-20 mb-1 w-80 max-w-[calc(100%-1rem)] rounded-popover border border-line bg-surface p-1 shadow-popover"
        >
          {offered.map((person) => (
            <div
              key={person.memberId}
              id={`${listId} ${person.memberId}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === active}
              aria-disabled={!person.canRead || undefined}
              // The press must not take the focus out of the text.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(person)}
              onKeyDown={() => undefined}
              className={cx(
                'flex min-h-9 cursor-default items-center gap-2 rounded-control px-2 py-1 text-ui',
                person === active && 'bg-hover',
                person.canRead ? 'text-fg' : 'text-fg-2',
              )}
            >
              <Avatar name={person.name} size={24} />
              <bdi className="min-w-0 flex-1 truncate" title={person.name}>
                {person.name}
              </bdi>
              {!person.canRead && (
                <span className="shrink-0 text-meta text-fg-2">Cannot see this</span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
