'use client';

import { cx } from 'class-variance-authority';
import { Check, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { type Choice, isNameOfChoice, matchChoices, stepChoice } from './choice-rules';
import { inputStyle } from './input-style';

const NEW = 'new';

// The focus stays in the field; the line in question is named to readers by its id.
const comboboxProps = (label: string, listId: string, currentId: string | undefined) => ({
  role: 'combobox',
  'aria-label': label,
  'aria-expanded': currentId !== undefined,
  'aria-controls': currentId && listId,
  'aria-activedescendant': currentId,
});
const listboxProps = (label: string) => ({ role: 'listbox', 'aria-label': label });
const optionProps = (isCurrent: boolean, { mark, isDisabled }: Choice) => ({
  role: 'option',
  'aria-selected': isCurrent,
  'aria-checked': mark,
  'aria-disabled': isDisabled,
});

type ChoiceListProps = {
  /** Names the field. */
  label: string;
  /** Names the list. */
  listLabel: string;
  placeholder?: string;
  choices: readonly Choice[];
  onChoose: (id: string) => void;
  /** Offers what was typed as a new one, where nothing is called so. */
  create?: { label: (text: string) => string; onCreate: (text: string) => void };
  /** Instead of the lines where nothing matches. */
  emptyText: (text: string) => string;
  isPending?: boolean;
};

/** A list that is narrowed by typing and chosen from by Enter or a press. */
export function ChoiceList({ choices, create, emptyText, ...props }: ChoiceListProps) {
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState<number | null>(null);
  const shown: Choice[] = matchChoices(choices, text);
  if (create && text.trim() && !isNameOfChoice(choices, text)) {
    shown.push({ id: NEW, label: create.label(text.trim()), leading: <Plus /> });
  }
  const currentAt = at ?? stepChoice(shown, -1, 1);
  const current = shown[currentAt];

  function choose(choice: Choice) {
    if (choice.isDisabled || props.isPending) return;
    if (choice.id === NEW) create?.onCreate(text.trim());
    else props.onChoose(choice.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(stepChoice(shown, currentAt, event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (current) choose(current);
    }
  }

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <input
        {...comboboxProps(props.label, listId, current && `${listId}-${currentAt}`)}
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(null);
        }}
        onKeyDown={onKeyDown}
        className={inputStyle({ size: 36 })}
      />
      {shown.length > 0 ? (
        <div
          id={listId}
          {...listboxProps(props.listLabel)}
          className="-mx-2 max-h-72 min-h-0 overflow-y-auto"
        >
          {shown.map((choice, index) => (
            <ChoiceLine
              key={choice.id}
              id={`${listId}-${index}`}
              choice={choice}
              isCurrent={index === currentAt}
              onPoint={() => setAt(index)}
              onChoose={() => choose(choice)}
            />
          ))}
        </div>
      ) : (
        <p role="status" className="text-ui text-fg-2">
          {emptyText(text)}
        </p>
      )}
    </div>
  );
}

type ChoiceLineProps = {
  id: string;
  choice: Choice;
  isCurrent: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function ChoiceLine({ id, choice, isCurrent, onPoint, onChoose }: ChoiceLineProps) {
  return (
    <button
      type="button"
      id={id}
      ref={(line) => {
        if (isCurrent) line?.scrollIntoView({ block: 'nearest' });
      }}
      {...optionProps(isCurrent, choice)}
      tabIndex={-1}
      onPointerMove={() => {
        if (!choice.isDisabled) onPoint();
      }}
      onClick={onChoose}
      className={cx(
        'flex min-h-8 w-full cursor-default items-center gap-2 rounded-control px-2 text-start text-ui pointer-coarse:min-h-11',
        choice.isDisabled ? 'text-fg-3' : 'text-fg',
        isCurrent && 'bg-hover forced-colors:bg-[Highlight] forced-colors:text-[HighlightText]',
      )}
    >
      {choice.mark !== undefined && <Mark mark={choice.mark} />}
      {choice.leading}
      <bdi className="min-w-0 flex-1 truncate" title={choice.label}>
        {choice.label}
      </bdi>
      {choice.note && <span className="shrink-0 text-meta text-fg-3">{choice.note}</span>}
    </button>
  );
}

function Mark({ mark }: { mark: boolean | 'mixed' }) {
  const Icon = mark === 'mixed' ? Minus : Check;
  return (
    <span
      aria-hidden="true"
      className={cx(
        'flex size-4 shrink-0 items-center justify-center rounded-[4px] border text-on-accent forced-colors-keep',
        mark ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
      )}
    >
      {mark && <Icon className="size-3" />}
    </span>
  );
}
