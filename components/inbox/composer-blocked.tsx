import { cx } from 'class-variance-authority';
import { LinkButton } from '@/components/ui/button';
import { replyBlockText } from '@/lib/inbox/rules';
import type { ThreadHeader } from '@/lib/inbox/types';
import { ReconnectButton } from './reconnect-button';

/** In place of the field: why nothing leaves from here, and the way on. */
export function Blocked({ header, hasDraft }: { header: ThreadHeader; hasDraft: boolean }) {
  if (!header.replyBlock) return null;
  const { text, isReconnectHelpful } = replyBlockText(header.replyBlock, {
    account: header.accountName,
    provider: header.provider,
  });
  const goesOn = header.copies.find(({ isRetired }) => !isRetired);
  return (
    <div
      className={cx(
        'flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 first:rounded-t-[7px] bg-subtle px-3 py-2 text-ui text-fg-2',
        !hasDraft && 'rounded-b-[7px]',
      )}
    >
      <p className="min-w-48 flex-1">{text}</p>
      {goesOn && (
        <LinkButton href={`/inbox/${goesOn.id}`} size={28} className="max-w-full">
          <span className="truncate" title={goesOn.accountName}>
            Open in <bdi>{goesOn.accountName}</bdi>
          </span>
        </LinkButton>
      )}
      {isReconnectHelpful && header.canManageAccount && (
        <ReconnectButton
          account={{ id: header.accountId, name: header.accountName, provider: header.provider }}
        />
      )}
    </div>
  );
}
