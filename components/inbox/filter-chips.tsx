import { X } from 'lucide-react';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountTitle } from './account-state';

type FilterChipsProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  onChange: (change: Partial<ConversationFilter>) => void;
};

/** What narrows the list besides the view, each with its way out. */
export function FilterChips({ filter, accounts, onChange }: FilterChipsProps) {
  const account = accounts.find(({ id }) => id === filter.accountId);
  if (!filter.accountId && !filter.provider) return null;
  return (
    <div className="flex shrink-0 flex-wrap gap-1.5 border-b border-line px-3 py-2">
      {filter.accountId && (
        <Chip
          label={account ? accountTitle(account) : 'Unknown account'}
          channel={account?.provider}
          onRemove={() => onChange({ accountId: null })}
        />
      )}
      {filter.provider && (
        <Chip
          label={PROVIDER_NAMES[filter.provider]}
          channel={filter.provider}
          onRemove={() => onChange({ provider: null })}
        />
      )}
    </div>
  );
}

type ChipProps = { label: string; channel: string | undefined; onRemove: () => void };

function Chip({ label, channel, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`Remove filter ${label}`}
      className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-full bg-neutral-soft ps-2 pe-1.5 text-meta text-fg-2 transition-colors hover:bg-hover hover:text-fg pointer-coarse:h-11"
    >
      {channel && <ChannelGlyph channel={channel} isDecorative className="size-3.5!" />}
      <bdi className="truncate">{label}</bdi>
      <X className="size-3.5!" />
    </button>
  );
}
