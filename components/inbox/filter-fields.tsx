'use client';

import { useQuery } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import { LabelDot } from '@/components/labels/label-chips';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { CHANNEL_NAMES, type Channel, isMailProvider } from '@/lib/core/providers';
import { foldersOptions } from '@/lib/emails/options';
import { labelsOptions } from '@/lib/labels/options';
import { teammatesOptions } from '@/lib/triage/options';
import { accountTitle } from './account-state';
import { folderTitle } from './folder-title';
import type { ListFilterButtonProps } from './list-filter';

/** Stands for "do not narrow", since a choice needs a value. */
const ALL = 'all';

export function FilterFields({ filter, accounts, onChange }: ListFilterButtonProps) {
  const labels = useQuery(labelsOptions()).data?.labels ?? [];
  const people = useQuery(teammatesOptions([])).data ?? [];
  const account = accounts.find(({ id }) => id === filter.accountId);
  const isMailbox = account !== undefined && isMailProvider(account.provider);
  const mailFolders = useQuery({ ...foldersOptions(), enabled: isMailbox }).data ?? [];
  const folders = mailFolders.filter(({ accountId }) => isMailbox && accountId === account.id);
  const providers = [...new Set(accounts.map((account) => account.provider))];
  const channels: Channel[] =
    providers.filter(isMailProvider).length > 1 || filter.provider === 'EMAIL'
      ? ['EMAIL', ...providers]
      : providers;
  return (
    <>
      <Field label="Account" isButtonControl>
        <Select
          value={filter.accountId ?? ALL}
          // A folder is one of the account before.
          onValueChange={(value) =>
            onChange({ accountId: value === ALL ? null : value, folderId: null })
          }
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
      {folders.length > 0 && (
        <Field label="Folder" isButtonControl>
          <Select
            value={filter.folderId ?? ALL}
            onValueChange={(value) => onChange({ folderId: value === ALL ? null : value })}
            options={[
              { value: ALL, label: 'All folders' },
              ...folders.map((folder) => ({
                value: folder.id,
                label: folderTitle(folder),
                icon: <Folder />,
              })),
            ]}
          />
        </Field>
      )}
      <Field label="Channel" isButtonControl>
        <Select<Channel | typeof ALL>
          value={filter.provider ?? ALL}
          onValueChange={(value) => onChange({ provider: value === ALL ? null : value })}
          options={[
            { value: ALL, label: 'All channels' },
            ...channels.map((channel) => ({
              value: channel,
              label: CHANNEL_NAMES[channel],
              icon: <ChannelGlyph channel={channel} isDecorative />,
            })),
          ]}
        />
      </Field>
      <Field label="Label" isButtonControl>
        <Select
          value={filter.labelId ?? ALL}
          onValueChange={(value) => onChange({ labelId: value === ALL ? null : value })}
          options={[
            { value: ALL, label: 'With or without a label' },
            ...labels.map(({ id, name, colour }) => ({
              value: id,
              label: name,
              icon: <LabelDot colour={colour} />,
            })),
          ]}
        />
      </Field>
      <Field label="Assigned to" isButtonControl>
        <Select
          value={filter.assignee ?? ALL}
          onValueChange={(value) => onChange({ assignee: value === ALL ? null : value })}
          options={[
            { value: ALL, label: 'Anybody or nobody' },
            { value: 'nobody', label: 'Nobody' },
            ...people.map(({ memberId, name, isMe }) => ({
              value: memberId,
              label: isMe ? `${name} (you)` : name,
            })),
          ]}
        />
      </Field>
      <div className="flex flex-col gap-2">
        <Checkbox
          label="Unread only"
          isChecked={filter.isUnread}
          onCheckedChange={(isUnread) => onChange({ isUnread })}
        />
        <Checkbox
          label="Starred only"
          isChecked={filter.isStarred}
          onCheckedChange={(isStarred) => onChange({ isStarred })}
        />
      </div>
    </>
  );
}
