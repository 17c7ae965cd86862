'use client';

import { Clock } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { OPERATOR_HINTS } from '@/lib/search/rules';
import { forgetSearches, useRecentSearches } from './recent-searches';

type SearchStartProps = { memberId: string; onSearch: (q: string) => void };

/** Before anything is typed: what was searched for lately, and what can be written. */
export function SearchStart({ memberId, onSearch }: SearchStartProps) {
  const recent = useRecentSearches(memberId);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
      {recent.length > 0 && (
        <section aria-label="Recent searches">
          <div className="flex items-center justify-between ps-2 pt-2">
            <h2 className="text-meta font-medium text-fg-3">Recent</h2>
            <Button variant="ghost" size={28} onClick={() => forgetSearches(memberId)}>
              Clear
            </Button>
          </div>
          <ul>
            {recent.map((q) => (
              <li key={q}>
                <button
                  type="button"
                  onClick={() => onSearch(q)}
                  title={q}
                  className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-start text-ui text-fg hover:bg-hover pointer-coarse:h-11"
                >
                  <Clock aria-hidden="true" className="size-4 shrink-0 text-fg-3" />
                  <bdi className="truncate">{q}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="What can be written">
        <h2 className="px-2 pt-3 pb-1 text-meta font-medium text-fg-3">Narrow it</h2>
        <ul>
          {OPERATOR_HINTS.map(({ operator, example, meaning }) => (
            <li key={operator}>
              <button
                type="button"
                onClick={() => onSearch(operator)}
                className="flex h-8 w-full items-center gap-3 rounded-control px-2 text-start text-ui hover:bg-hover pointer-coarse:h-11"
              >
                <code className="w-36 shrink-0 truncate text-fg">{example}</code>
                <span className="truncate text-meta text-fg-3">{meaning}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
