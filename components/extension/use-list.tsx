import { OUTCOME_WORDS, PURPOSE_WORDS } from '@/components/extension/extension-words';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ExtensionUse } from '@/lib/extension/types';

/** Each use of a cookie: what for, when, what came of it. */
export function UseList({ uses }: { uses: readonly ExtensionUse[] }) {
  return (
    <ol aria-label="Uses" className="flex flex-col">
      {uses.map((use) => (
        <li
          key={use.id}
          className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1 border-line py-2.5 not-first:border-t"
        >
          <div className="min-w-0">
            <div className="text-ui font-medium text-fg">
              {PURPOSE_WORDS[use.purpose]}
              {use.accountName && (
                <>
                  : <bdi>{use.accountName}</bdi>
                </>
              )}
            </div>
            <p className="text-meta text-fg-2">
              {use.outcome ? OUTCOME_WORDS[use.outcome] : 'On its way'} · cookie of{' '}
              <RelativeTime date={use.cookieSeenAt} /> from <bdi>{use.deviceName}</bdi>
            </p>
          </div>
          <span className="text-meta text-fg-2">
            <RelativeTime date={use.at} isFocusable />
          </span>
        </li>
      ))}
    </ol>
  );
}
