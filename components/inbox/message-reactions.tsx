import { Popover } from '@/components/ui/popover';
import type { ThreadMessage, ThreadReaction } from '@/lib/inbox/types';

/** Reactions grouped with their count; pressing one tells who gave it. */
export function Reactions({ reactions }: Pick<ThreadMessage, 'reactions'>) {
  const byValue = new Map<string, ThreadReaction[]>();
  for (const reaction of reactions) {
    byValue.set(reaction.value, [...(byValue.get(reaction.value) ?? []), reaction]);
  }
  return (
    <ul aria-label="Reactions" className="-mt-1 flex max-w-full flex-wrap gap-1 px-2">
      {[...byValue].map(([value, given]) => (
        <li key={value} className="max-w-full">
          <Reaction value={value} given={given} />
        </li>
      ))}
    </ul>
  );
}

function Reaction({ value, given }: { value: string; given: ThreadReaction[] }) {
  const all = given.map(({ senderName }) => senderName).join(', ');
  return (
    <Popover
      title={
        <>
          <bdi>{value}</bdi> by
        </>
      }
      className="w-60"
      trigger={
        <button
          type="button"
          title={all}
          aria-label={`${value} by ${all}`}
          className="inline-flex h-6 max-w-full items-center gap-1 rounded-full border border-line bg-surface px-1.5 text-meta text-fg-2"
        >
          <bdi className="truncate">{value}</bdi>
          {given.length > 1 && <span className="tabular-nums">{given.length}</span>}
        </button>
      }
    >
      <ul className="max-h-60 overflow-y-auto text-ui">
        {given.map(({ senderProviderId, senderName }) => (
          <li key={senderProviderId} className="truncate py-0.5" title={senderName}>
            <bdi>{senderName}</bdi>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
