import { Lock } from 'lucide-react';
import Link from 'next/link';
import { CardSection } from '@/components/ui/card';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { RelativeTime } from '@/components/ui/relative-time';
import { CHANNEL_NAMES } from '@/lib/core/providers';
import type { PersonChannel, PersonDetail } from '@/lib/people/types';

/** Where they can be reached, through which of our accounts, and when that was last done. */
export function PersonChannels({ person }: { person: PersonDetail }) {
  return (
    <CardSection title="Channels">
      <ul className="flex flex-col gap-3" aria-label="Channels">
        {person.channels.map((channel) => (
          <li key={channel.identityId} className="flex gap-2">
            <ChannelGlyph channel={channel.kind} isDecorative className="mt-0.5 text-fg-2" />
            <div className="min-w-0 flex-1">
              <p className="truncate text-ui font-medium" title={channel.shown ?? undefined}>
                <bdi>{channel.shown ?? CHANNEL_NAMES[channel.kind]}</bdi>
              </p>
              {channel.accounts.map((account) => (
                <AccountLine key={account.accountId} account={account} />
              ))}
            </div>
          </li>
        ))}
        {person.privateTouches.map(({ ownerName, lastAt }) => (
          <li key={`${ownerName} ${lastAt}`} className="flex gap-2 text-ui text-fg-2">
            <Lock className="mt-0.5 size-4 shrink-0 text-fg-3" aria-hidden="true" />
            <p>
              <bdi>{ownerName}</bdi>, private, <RelativeTime date={lastAt} format="age" /> ago
            </p>
          </li>
        ))}
      </ul>
    </CardSection>
  );
}

function AccountLine({ account }: { account: PersonChannel['accounts'][number] }) {
  const { accountName, ownerName, lastAt, conversationId } = account;
  const via = (
    <>
      via <bdi>{accountName}</bdi>
    </>
  );
  return (
    <p className="flex items-baseline gap-2 text-meta text-fg-2">
      <span className="min-w-0 flex-1 truncate" title={ownerName ?? undefined}>
        {conversationId ? (
          <Link
            href={`/inbox/${conversationId}`}
            className="rounded-[4px] underline underline-offset-2 hover:text-fg"
          >
            {via}
          </Link>
        ) : (
          via
        )}
      </span>
      <span className="shrink-0 text-fg-3">
        {lastAt ? <RelativeTime date={lastAt} /> : 'never in touch'}
      </span>
    </p>
  );
}
