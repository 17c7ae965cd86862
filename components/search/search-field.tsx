'use client';

import { cx } from 'class-variance-authority';
import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { useCommand, useKeysOf } from '@/components/keyboard/keyboard-provider';
import { IconButton } from '@/components/ui/icon-button';
import { inputStyle } from '@/components/ui/input-style';
import { Kbd } from '@/components/ui/kbd';
import { MAX_QUERY_CHARACTERS } from '@/lib/search/rules';
import { focusFirstResult } from './result-links';
import type { useSearch } from './use-search';

type SearchFieldProps = {
  search: ReturnType<typeof useSearch>;
  onSubmit: () => void;
  onClose: () => void;
};

/** The field above the list. "/" leads here, Down and Enter to the results, Esc back to the list. */
export function SearchField({ search, onSubmit, onClose }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const keys = useKeysOf('search');
  // Not on focus: Tab passes here on its way to the list, which must then still be there.
  const begin = () => {
    if (!search.isOpen) search.setQ('');
  };
  useCommand('search', () => {
    // Behind a conversation on a phone.
    if (!field.current?.checkVisibility()) return false;
    begin();
    field.current.focus();
    field.current.select();
    return true;
  });
  return (
    <search className="relative flex shrink-0 items-center px-3 py-2">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute start-5.5 size-4 text-fg-3"
      />
      <input
        ref={field}
        type="search"
        aria-label="Search"
        placeholder="Search messages and people"
        className={cx(
          inputStyle({ size: 32 }),
          'ps-8 pe-9 [&::-webkit-search-cancel-button]:hidden',
        )}
        value={search.q ?? ''}
        maxLength={MAX_QUERY_CHARACTERS}
        autoComplete="off"
        spellCheck={false}
        onClick={begin}
        onChange={(event) => search.setQ(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.preventDefault();
            onClose();
          }
          if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          if (event.key === 'Enter') onSubmit();
          if (focusFirstResult()) event.preventDefault();
        }}
      />
      {search.isOpen ? (
        <span className="absolute end-3.5 flex">
          <IconButton label="Close search" icon={<X />} size={28} onClick={onClose} />
        </span>
      ) : (
        keys && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute end-5.5 max-md:hidden pointer-coarse:hidden"
          >
            <Kbd keys={keys} />
          </span>
        )
      )}
    </search>
  );
}
