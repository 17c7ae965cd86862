'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQueryClient } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { inboxHref } from '@/components/inbox/filter-params';
import { dialogPopupStyle, veilStyle } from '@/components/ui/dialog-style';
import { Kbd } from '@/components/ui/kbd';
import { accountsOptions } from '@/lib/accounts/options';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { EVERYTHING } from '@/lib/inbox/view-rules';
import { labelsOptions } from '@/lib/labels/options';
import { savedViewsOptions } from '@/lib/saved-views/options';
import { type CommandName, commandOf } from './commands';
import { taughtKeys } from './key-words';
import { useKeyboard } from './keyboard-provider';
import { knownConversations } from './known-conversations';
import { inPaletteOrder, type PaletteItem, paletteItems, withRecent } from './palette-rules';

const RECENT_KEY = 'switchboard:palette';

// The focus stays in the field; the line in question is named to readers by its id.
const LISTBOX = { role: 'listbox', 'aria-label': 'Commands' };
const PRESENTATION = { role: 'presentation' };
const optionProps = (isCurrent: boolean) => ({ role: 'option', 'aria-selected': isCurrent });
const comboboxProps = (listId: string, currentId: string | undefined) => ({
  role: 'combobox',
  'aria-label': 'Search commands, views, conversations and accounts',
  'aria-expanded': true,
  'aria-controls': listId,
  'aria-activedescendant': currentId,
});

type Item = PaletteItem & { run: () => void };

type PaletteProps = {
  /** Commands that somebody on the page offers. */
  names: readonly CommandName[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

/** Everything that can be done or opened from here, found by typing. Asks no server. */
export function Palette({ names, isOpen, onOpenChange }: PaletteProps) {
  const chosen = useRef<Item | null>(null);
  const choose = (item: Item) => {
    chosen.current = item;
    rememberRecent(item.id);
    onOpenChange(false);
  };
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={(isNowOpen) => {
        if (isNowOpen) return;
        // Not earlier: the closing dialog gives the focus back to where the act begins.
        const item = chosen.current;
        chosen.current = null;
        item?.run();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop data-veil className={veilStyle()} />
        <Dialog.Popup
          className={cx(dialogPopupStyle({ size: 'md' }), 'sm:top-[20dvh]! sm:max-h-[60dvh]!')}
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <PaletteBox names={names} onChoose={choose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBox({
  names,
  onChoose,
}: {
  names: readonly CommandName[];
  onChoose: (item: Item) => void;
}) {
  const listId = useId();
  const items = useItems(names);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [recent] = useState(readRecent);
  const shown = useMemo(() => paletteItems(items, text, recent), [items, text, recent]);
  const current = shown[at];

  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      setAt((at + step + shown.length) % shown.length);
    } else if (event.key === 'Enter' && current && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onChoose(current);
    }
  }

  return (
    <>
      <input
        {...comboboxProps(listId, current && `${listId}-${at}`)}
        autoComplete="off"
        placeholder="What do you want to do?"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-body text-fg outline-none placeholder:text-fg-3"
      />
      <div id={listId} {...LISTBOX} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {shown.map((item, index) => (
          <PaletteLine
            key={item.id}
            id={`${listId}-${index}`}
            item={item}
            isFirst={item.group !== shown[index - 1]?.group}
            isCurrent={index === at}
            onPoint={() => setAt(index)}
            onChoose={() => onChoose(item)}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <p role="status" className="px-4 pb-4 text-ui text-fg-2">
          Nothing matches “{text}”.
        </p>
      )}
    </>
  );
}

type PaletteLineProps = {
  id: string;
  item: PaletteItem;
  isFirst: boolean;
  isCurrent: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function PaletteLine({ id, item, isFirst, isCurrent, onPoint, onChoose }: PaletteLineProps) {
  return (
    <>
      {isFirst && (
        <div {...PRESENTATION} className="px-2 pt-2 pb-1 text-meta text-fg-3">
          {item.group}
        </div>
      )}
      <button
        type="button"
        id={id}
        ref={(line) => {
          if (isCurrent) line?.scrollIntoView({ block: 'nearest' });
        }}
        {...optionProps(isCurrent)}
        tabIndex={-1}
        onPointerMove={onPoint}
        onClick={onChoose}
        className={cx(
          'flex min-h-8 w-full cursor-default text-start items-center gap-2 rounded-control px-2 text-ui text-fg pointer-coarse:min-h-11',
          isCurrent && 'bg-hover forced-colors:bg-[Highlight] forced-colors:text-[HighlightText]',
        )}
      >
        <bdi className="min-w-0 flex-1 truncate" title={item.label}>
          {item.label}
        </bdi>
        {item.more && <span className="shrink-0 text-meta text-fg-3">{item.more}</span>}
        {item.keys && <Kbd keys={item.keys} />}
      </button>
    </>
  );
}

/** What can be chosen, from what this browser already knows. */
function useItems(names: readonly CommandName[]): Item[] {
  const { registry, preset } = useKeyboard();
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(() => {
    const commands = inPaletteOrder(names).map((name) => {
      const { group, label } = commandOf(name);
      return {
        id: name,
        group: group === 'Go to' ? group : 'Actions',
        label,
        keys: taughtKeys(name, preset),
        run: () => void registry.run(name),
      };
    });
    const conversations = knownConversations(client).map((row) => ({
      id: `conversation ${row.id}`,
      group: 'Conversations',
      label: row.name,
      more: PROVIDER_NAMES[row.provider],
      run: () => router.push(`/inbox/${row.id}`),
    }));
    const accounts = (client.getQueryData(accountsOptions().queryKey)?.accounts ?? [])
      .filter((account) => account.removedAt === null)
      .map((account) => ({
        id: `account ${account.id}`,
        group: 'Accounts',
        label: account.name,
        more: PROVIDER_NAMES[account.provider],
        run: () => router.push(`/accounts/${account.id}`),
      }));
    const views = (client.getQueryData(savedViewsOptions().queryKey)?.views ?? []).map((view) => ({
      id: `view ${view.id}`,
      group: 'Views',
      label: view.name,
      more: view.isShared ? 'Shared view' : 'View',
      run: () => router.push(inboxHref(view.filter)),
    }));
    const labels = (client.getQueryData(labelsOptions().queryKey)?.labels ?? []).map((label) => ({
      id: `label ${label.id}`,
      group: 'Labels',
      label: label.name,
      more: 'Label',
      run: () => router.push(inboxHref({ ...EVERYTHING, labelId: label.id })),
    }));
    const actions = commands.filter(({ group }) => group === 'Actions');
    const places = commands.filter(({ group }) => group === 'Go to');
    return [...actions, ...places, ...views, ...labels, ...accounts, ...conversations];
  }, [names, registry, preset, client, router]);
}

function readRecent(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function rememberRecent(id: string): void {
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(withRecent(readRecent(), id)));
  } catch {
    // Private windows keep nothing; the palette works without.
  }
}
