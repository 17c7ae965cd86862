'use client';

import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Input } from '@/components/ui/input';
import { Select, type SelectOption } from '@/components/ui/select';
import {
  CHANNEL_NAMES,
  CHANNELS,
  type Channel,
  isMailProvider,
  PROVIDER_NAMES,
} from '@/lib/core/providers';
import { peopleCsvHref } from '@/lib/people/options';
import { MAX_WORDS_CHARACTERS } from '@/lib/people/rules';
import type { PeopleAccount } from '@/lib/people/types';
import type { PeopleFiltering } from './use-people-filter';

const ALL = 'all';

type PeopleFilterBarProps = {
  /** Undefined until they are loaded. */
  accounts: readonly PeopleAccount[] | undefined;
  filtering: PeopleFiltering;
};

/** Only what occurs is offered, and what is chosen. */
export function PeopleFilterBar({ accounts, filtering }: PeopleFilterBarProps) {
  const { filter, count, change, clear } = filtering;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Input
        type="search"
        aria-label="Name, headline or address"
        placeholder="Name, headline or address"
        size={32}
        className="w-64 max-sm:w-full"
        maxLength={MAX_WORDS_CHARACTERS}
        autoComplete="off"
        spellCheck={false}
        value={filter.q}
        onChange={(event) => change({ q: event.currentTarget.value || null })}
      />
      <Select
        aria-label="Channel"
        size={32}
        className="w-36 max-sm:w-[calc(50%-0.25rem)]"
        options={channelOptions(accounts ?? [], filter.channel)}
        value={filter.channel ?? ALL}
        onValueChange={(value) => change({ channel: value === ALL ? null : value })}
      />
      <Select
        aria-label="Account"
        size={32}
        className="w-44 max-sm:w-[calc(50%-0.25rem)]"
        options={accountOptions(accounts, filter.accountId)}
        value={filter.accountId ?? ALL}
        onValueChange={(value) => change({ account: value === ALL ? null : value })}
      />
      <Select
        aria-label="Owner"
        size={32}
        className="w-40 max-sm:w-[calc(50%-0.25rem)]"
        options={ownerOptions(accounts ?? [], filter.owner)}
        value={filter.owner ?? ALL}
        onValueChange={(value) => change({ owner: value === ALL ? null : value })}
      />
      <Select
        aria-label="Invitation"
        size={32}
        className="w-44 max-sm:w-[calc(50%-0.25rem)]"
        options={[
          { value: 'false', label: 'Invited or not' },
          { value: 'true', label: 'Open invitation' },
        ]}
        value={String(filter.hasInvitation)}
        onValueChange={(value) => change({ invited: value === 'true' || null })}
      />
      {count > 0 && (
        <Button variant="ghost" onClick={clear}>
          Clear {count === 1 ? 'filter' : `${count} filters`}
        </Button>
      )}
      {/* A file, which the router must not fetch ahead. */}
      <a href={peopleCsvHref(filter)} download className={`${buttonStyle()} sm:ms-auto`}>
        <Download aria-hidden="true" />
        CSV
      </a>
    </div>
  );
}

function channelOptions(
  accounts: readonly PeopleAccount[],
  chosen: Channel | null,
): SelectOption<Channel | typeof ALL>[] {
  const present = new Set<Channel>(
    accounts.map(({ provider }) => (isMailProvider(provider) ? 'EMAIL' : provider)),
  );
  if (chosen) present.add(chosen);
  return [
    { value: ALL, label: 'All channels' },
    ...CHANNELS.filter((channel) => present.has(channel)).map((channel) => ({
      value: channel,
      label: CHANNEL_NAMES[channel],
      icon: <ChannelGlyph channel={channel} isDecorative className="text-fg-2" />,
    })),
  ];
}

function accountOptions(
  accounts: readonly PeopleAccount[] | undefined,
  chosen: string | null,
): SelectOption<string>[] {
  const isKnown = chosen === null || accounts?.some(({ id }) => id === chosen);
  // Of another workspace, or private to a colleague: those two are not told apart.
  const unknown = accounts ? 'Unknown account' : 'Account';
  return [
    { value: ALL, label: 'All accounts' },
    ...(accounts ?? []).map(({ id, name, provider, isRemoved }) => ({
      value: id,
      label: `${name} · ${PROVIDER_NAMES[provider]}${isRemoved ? ', removed' : ''}`,
    })),
    ...(chosen && !isKnown ? [{ value: chosen, label: unknown }] : []),
  ];
}

function ownerOptions(
  accounts: readonly PeopleAccount[],
  chosen: string | null,
): SelectOption<string>[] {
  const owners = new Map(
    accounts.flatMap(({ ownerMemberId, ownerName }) =>
      ownerMemberId ? [[ownerMemberId, ownerName ?? 'Somebody'] as const] : [],
    ),
  );
  if (chosen && !owners.has(chosen)) owners.set(chosen, 'Unknown member');
  const named = [...owners].sort((one, two) => one[1].localeCompare(two[1], 'en'));
  return [
    { value: ALL, label: 'All owners' },
    ...named.map(([value, label]) => ({ value, label })),
  ];
}
