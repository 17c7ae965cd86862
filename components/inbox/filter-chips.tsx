'use client';

import { useQuery } from '@tanstack/react-query';
import { Folder, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { LabelDot } from '@/components/labels/label-chips';
import { ViewKeeper } from '@/components/saved-views/view-keeper';
import { Button } from '@/components/ui/button';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { accountsOptions } from '@/lib/accounts/options';
import { CHANNEL_NAMES } from '@/lib/core/providers';
import { foldersOptions } from '@/lib/emails/options';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { EVERYTHING } from '@/lib/inbox/view-rules';
import { labelsOptions } from '@/lib/labels/options';
import { savedViewsOptions } from '@/lib/saved-views/options';
import { viewOf } from '@/lib/saved-views/rules';
import { teammatesOptions } from '@/lib/triage/options';
import { accountTitle } from './account-state';
import { countNarrowings } from './filter-params';
import { folderTitle } from './folder-title';

type FilterChipsProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  onChange: (change: Partial<ConversationFilter>) => void;
};

/** What narrows the list besides the view, each with its way out, and the way to keep it as a view. */
export function FilterChips({ filter, accounts, onChange }: FilterChipsProps) {
  const views = useQuery(savedViewsOptions()).data?.views ?? [];
  const count = countNarrowings(filter);
  if (count === 0 && !viewOf(views, filter)) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-2">
      <Chips filter={filter} accounts={accounts} onChange={onChange} />
      {count > 1 && (
        <Button
          size={28}
          variant="ghost"
          onClick={() => onChange({ ...EVERYTHING, view: filter.view })}
        >
          Clear
        </Button>
      )}
      <ViewKeeper filter={filter} />
    </div>
  );
}

function Chips({ filter, accounts, onChange }: FilterChipsProps) {
  return (
    <>
      {filter.accountId && (
        <AccountChip
          accountId={filter.accountId}
          accounts={accounts}
          // A folder is one of this account.
          onRemove={() => onChange({ accountId: null, folderId: null })}
        />
      )}
      {filter.provider && (
        <Chip
          label={CHANNEL_NAMES[filter.provider]}
          icon={<Glyph channel={filter.provider} />}
          onRemove={() => onChange({ provider: null })}
        />
      )}
      {filter.labelId && (
        <LabelChip labelId={filter.labelId} onRemove={() => onChange({ labelId: null })} />
      )}
      {filter.assignee && (
        <AssigneeChip assignee={filter.assignee} onRemove={() => onChange({ assignee: null })} />
      )}
      {filter.folderId && (
        <FolderChip folderId={filter.folderId} onRemove={() => onChange({ folderId: null })} />
      )}
      {filter.isUnread && <Chip label="Unread" onRemove={() => onChange({ isUnread: false })} />}
      {filter.isStarred && <Chip label="Starred" onRemove={() => onChange({ isStarred: false })} />}
    </>
  );
}

interface AccountChipProps {
  accountId: string;
  accounts: readonly InboxAccount[];
  onRemove: () => void;
}

/** The list's own accounts do not have one that was removed, whose conversations stay; all accounts do. */
function AccountChip({ accountId, accounts, onRemove }: AccountChipProps) {
  const ofList = accounts.find(({ id }) => id === accountId);
  const all = useQuery({ ...accountsOptions(), enabled: !ofList }).data?.accounts;
  const account = ofList ?? all?.find(({ id }) => id === accountId);
  return (
    <Chip
      label={account ? accountTitle(account) : all ? 'Unknown account' : 'Account'}
      icon={account && <Glyph channel={account.provider} />}
      onRemove={onRemove}
    />
  );
}

function LabelChip({ labelId, onRemove }: { labelId: string; onRemove: () => void }) {
  const labels = useQuery(labelsOptions()).data?.labels;
  const label = labels?.find(({ id }) => id === labelId);
  return (
    <Chip
      label={label?.name ?? (labels ? 'Unknown label' : 'Label')}
      icon={label && <LabelDot colour={label.colour} />}
      onRemove={onRemove}
    />
  );
}

function AssigneeChip({ assignee, onRemove }: { assignee: string; onRemove: () => void }) {
  const people = useQuery(teammatesOptions([])).data;
  const name = people?.find(({ memberId }) => memberId === assignee)?.name;
  const who = assignee === 'nobody' ? 'nobody' : (name ?? (people ? 'somebody' : '…'));
  return <Chip label={`Assigned to ${who}`} onRemove={onRemove} />;
}

function FolderChip({ folderId, onRemove }: { folderId: string; onRemove: () => void }) {
  const folders = useQuery(foldersOptions()).data;
  const folder = folders?.find(({ id }) => id === folderId);
  return (
    <Chip
      label={folder ? folderTitle(folder) : folders ? 'Unknown folder' : 'Folder'}
      icon={<Folder className="size-3.5!" />}
      onRemove={onRemove}
    />
  );
}

function Glyph({ channel }: { channel: string }) {
  return <ChannelGlyph channel={channel} isDecorative className="size-3.5!" />;
}

type ChipProps = { label: string; icon?: ReactNode; onRemove: () => void };

function Chip({ label, icon, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={`Remove filter ${label}`}
      className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-full bg-neutral-soft ps-2 pe-1.5 text-meta text-fg-2 transition-colors hover:bg-hover hover:text-fg pointer-coarse:h-11"
    >
      {icon}
      <bdi className="truncate">{label}</bdi>
      <X className="size-3.5!" />
    </button>
  );
}
