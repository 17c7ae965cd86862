import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Row, RowList } from '@/components/ui/row';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { AccountToHandOver } from '@/lib/team/types';

/** Accounts of people who left. Each page has "Change owner". Nothing when there are none. */
export function HandOver({ accounts }: { accounts: readonly AccountToHandOver[] }) {
  if (accounts.length === 0) return null;
  return (
    <section aria-labelledby="hand-over-title" className="flex flex-col gap-2">
      <h2 id="hand-over-title" className="text-h3">
        Accounts to hand over
      </h2>
      <p className="max-w-[72ch] text-ui text-fg-3">
        Their owners left the workspace. They go on receiving; give each a new owner, or remove it.
      </p>
      <RowList label="Accounts to hand over">
        {accounts.map((account) => (
          <Row
            key={account.id}
            leading={<ChannelGlyph channel={account.provider} />}
            title={<bdi>{account.name}</bdi>}
            titleText={account.name}
            subtitle={
              <>
                {PROVIDER_NAMES[account.provider]} · owner was <bdi>{account.formerOwner}</bdi>
              </>
            }
            href={`/accounts/${account.id}`}
          />
        ))}
      </RowList>
    </section>
  );
}
