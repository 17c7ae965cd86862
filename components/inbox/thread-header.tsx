import { ArrowLeft, ContactRound, ExternalLink, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useCommand, useKeysOf } from '@/components/keyboard/keyboard-provider';
import {
  hasRoomForPane,
  togglePersonPane,
  usePersonPane,
} from '@/components/people/person-pane-store';
import { PresentMembers } from '@/components/presence/present-members';
import { PaneHeader } from '@/components/shell/pane-header';
import { ThreadLabels } from '@/components/triage/thread-labels';
import { ThreadTriage } from '@/components/triage/thread-triage';
import { Avatar } from '@/components/ui/avatar';
import { buttonStyle } from '@/components/ui/button-style';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { IconButton } from '@/components/ui/icon-button';
import { Tooltip } from '@/components/ui/tooltip';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { ThreadHeader as Header } from '@/lib/inbox/types';

type ThreadHeaderProps = { header: Header; onClose: () => void };

/** Who it is, through which of our accounts, and the way to the same chat at the provider. */
export function ThreadHeader({ header, onClose }: ThreadHeaderProps) {
  const channel = PROVIDER_NAMES[header.provider];
  const backKeys = useKeysOf('back');
  const openKeys = useKeysOf('openAtProvider');
  const providerUrl = header.providerUrl;
  const router = useRouter();
  const personKeys = useKeysOf('openPerson');
  const hasPerson = header.kind === 'direct' || header.kind === 'email';
  const personHref = `/people/of/${header.id}`;
  const isPersonShown = usePersonPane();
  useCommand(
    'openPerson',
    () => (hasRoomForPane() ? togglePersonPane() : router.push(personHref)),
    { isEnabled: hasPerson },
  );
  useCommand(
    'openAtProvider',
    () => {
      if (providerUrl) window.open(providerUrl, '_blank', 'noopener,noreferrer');
    },
    { isEnabled: providerUrl !== null },
  );
  const route = (
    <span title={`${channel} via ${header.accountName}`}>
      {channel} via <bdi>{header.accountName}</bdi>
    </span>
  );
  return (
    <PaneHeader
      title={
        <>
          <bdi className="block truncate">{header.name}</bdi>
          {/* Beside the name there is no room for it in a narrow pane. */}
          <span className="flex min-w-0 items-center gap-2 text-meta text-fg-3 lg:hidden">
            <span className="truncate">{route}</span>
            <ThreadLabels header={header} most={1} />
          </span>
        </>
      }
      titleText={header.headline ? `${header.name}, ${header.headline}` : header.name}
      leading={
        <>
          <IconButton
            label="Back to the list"
            keys={backKeys}
            icon={<ArrowLeft />}
            onClick={onClose}
            className="-ms-2 md:hidden!"
          />
          <Avatar
            name={header.name}
            badge={<ChannelGlyph channel={header.provider} isDecorative />}
          />
        </>
      }
      meta={
        <span className="flex min-w-0 items-center gap-2 max-lg:hidden">
          <span className="truncate">{route}</span>
          <ThreadLabels header={header} most={3} />
        </span>
      }
      actions={
        <>
          <PresentMembers conversationId={header.id} />
          {providerUrl && (
            <Tooltip content={`Open in ${channel}`} keys={openKeys} side="bottom">
              <a
                href={providerUrl}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={`Open in ${channel}`}
                className={buttonStyle({ variant: 'ghost', size: 28, isIconOnly: true })}
              >
                <ExternalLink />
              </a>
            </Tooltip>
          )}
          {hasPerson && (
            <>
              <Tooltip content="Person" keys={personKeys} side="bottom">
                <Link
                  href={personHref}
                  prefetch={false}
                  aria-label={`Person: ${header.name}`}
                  className={`${buttonStyle({ variant: 'ghost', size: 28, isIconOnly: true })} xl:hidden!`}
                >
                  <ContactRound />
                </Link>
              </Tooltip>
              <IconButton
                label={isPersonShown ? 'Hide person' : 'Show person'}
                keys={personKeys}
                icon={<ContactRound />}
                onClick={togglePersonPane}
                className="max-xl:hidden!"
              />
            </>
          )}
          <ThreadTriage conversationId={header.id} />
          <IconButton
            label="Close conversation"
            keys={backKeys}
            icon={<X />}
            onClick={onClose}
            className="max-md:hidden!"
          />
        </>
      }
    />
  );
}
