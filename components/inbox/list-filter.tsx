import { ListFilter } from 'lucide-react';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountTitle } from './account-state';

/** Stands for "do not narrow", since a choice needs a value. */
const ALL = 'all';

type ListFilterButtonProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  onChange: (change: Partial<ConversationFilter>) => void;
};

/** Narrows the list to one of our accounts or to one channel. */
export function ListFilterButton({ filter, accounts, onChange }: ListFilterButtonProps) {
  const providers = [...new Set(accounts.map((account) => account.provider))];
  const isActive = filter.accountId !== null || filter.provider !== null;
  return (
    <Popover
      title="Filter"
      isTitleHidden
      align="end"
      className="flex flex-col gap-4"
      trigger={
        <IconButton
          label={isActive ? 'Filter, active' : 'Filter'}
          icon={<ListFilter className={isActive ? 'text-accent-text' : undefined} />}
        />
      }
    >
      <Field label="Account" isButtonControl>
        <Select
          value={filter.accountId ?? ALL}
          onValueChange={(value) => onChange({ accountId: value === ALL ? null : value })}
          options={[
            { value: ALL, label: 'All accounts' },
            ...accounts.map((account) => ({
              value: account.id,
              label: accountTitle(account),
              icon: <ChannelGlyph channel={account.provider} isDecorative />,
            })),
          ]}
        />
      </Field>
      <Field label="Channel" isButtonControl>
        <Select<Provider | typeof ALL>
          value={filter.provider ?? ALL}
          onValueChange={(value) => onChange({ provider: value === ALL ? null : value })}
          options={[
            { value: ALL, label: 'All channels' },
            ...providers.map((provider) => ({
              value: provider,
              label: PROVIDER_NAMES[provider],
              icon: <ChannelGlyph channel={provider} isDecorative />,
            })),
          ]}
        />
      </Field>
    </Popover>
  );
}
