'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type AccountDialogName, AccountDialogs } from '@/components/accounts/account-dialogs';
import { AccountFacts } from '@/components/accounts/account-facts';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AccountMenu } from '@/components/accounts/account-menu';
import { AccountSkeleton } from '@/components/accounts/account-skeleton';
import { AccountStatus, useShownStatus } from '@/components/accounts/account-status';
import { AccountsError } from '@/components/accounts/accounts-error';
import { CapabilitySection } from '@/components/accounts/capability-section';
import { PrimaryAction } from '@/components/accounts/primary-action';
import { RemovalTerms } from '@/components/accounts/remove-dialog';
import { SendAsSection } from '@/components/accounts/send-as-section';
import { SharingSection } from '@/components/accounts/sharing-section';
import { SignatureSection } from '@/components/accounts/signature-section';
import { StatusAdvice } from '@/components/accounts/status-advice';
import { StatusTimeline } from '@/components/accounts/status-timeline';
import { FormerConnections, TwinNotice } from '@/components/accounts/twin-notice';
import { UptimeSection } from '@/components/accounts/uptime-section';
import { type AccountActs, useAccountActs } from '@/components/accounts/use-account-acts';
import { WrongAccountChoice } from '@/components/accounts/wrong-account-choice';
import { HealingSection } from '@/components/healing/healing-section';
import { BackLink } from '@/components/shell/back-link';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card, CardSection } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { accountOptions } from '@/lib/accounts/options';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountDetail } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** Everything about one account. */
export function AccountView({ accountId }: { accountId: string }) {
  const query = useQuery(accountOptions(accountId));
  if (query.data) {
    return (
      <Loaded
        detail={query.data}
        problem={
          query.error && (
            <AccountsError
              error={query.error}
              hasData
              isRetrying={query.isFetching}
              onRetry={() => void query.refetch()}
            />
          )
        }
      />
    );
  }
  return (
    <Page title="Account">
      <BackLink href="/accounts">All accounts</BackLink>
      {query.error ? (
        <AccountsError
          error={query.error}
          hasData={false}
          isRetrying={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <AccountSkeleton />
      )}
    </Page>
  );
}

function Loaded({ detail, problem }: { detail: AccountDetail; problem: ReactNode }) {
  const { account, freshMs, members } = detail;
  const status = useShownStatus(account, freshMs);
  const acts = useAccountActs(account);
  const [dialog, setDialog] = useState<AccountDialogName | null>(null);
  return (
    <Page
      title={accountLabel(account)}
      actions={
        <>
          <AccountMenu
            account={account}
            acts={acts}
            members={members}
            onOpen={setDialog}
            hasDetailsLink={false}
          />
          <PrimaryAction account={account} status={status} acts={acts} isOnDetails />
        </>
      }
    >
      <BackLink href="/accounts">All accounts</BackLink>
      {problem}
      {acts.act.problem && dialog === null && (
        <InlineNotice tone="bad" onDismiss={acts.act.forget}>
          {acts.act.problem.message}
        </InlineNotice>
      )}
      <div className="flex items-start gap-3">
        <AccountGlyph provider={account.provider} />
        <AccountStatus status={status} />
      </div>
      <WrongAccountChoice account={account} acts={acts} />
      <TwinNotice detail={detail} acts={acts} />
      <StatusAdvice account={account} status={status} />
      {account.sendsPausedAt && <PausedNotice detail={detail} acts={acts} />}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card className="min-w-0">
          <UptimeSection detail={detail} />
          <HealingSection accountId={account.id} />
          <StatusTimeline
            timeline={detail.timeline}
            providerName={PROVIDER_NAMES[account.provider]}
          />
          <FormerConnections detail={detail} />
        </Card>
        <div className="grid min-w-0 items-start gap-6 md:max-xl:grid-cols-2">
          <Card>
            <AccountFacts detail={detail} />
            <CapabilitySection detail={detail} />
          </Card>
          <div className="flex min-w-0 flex-col gap-6">
            <Card>
              <SignatureSection detail={detail} acts={acts} />
              <SharingSection detail={detail} onChange={() => setDialog('visibility')} />
              <SendAsSection account={account} onChange={() => setDialog('sendAs')} />
            </Card>
            <DangerZone detail={detail} onRemove={() => setDialog('remove')} />
          </div>
        </div>
      </div>
      <AccountDialogs
        account={account}
        acts={acts}
        members={members}
        open={dialog}
        onClose={() => setDialog(null)}
      />
    </Page>
  );
}

function PausedNotice({ detail: { account }, acts }: { detail: AccountDetail; acts: AccountActs }) {
  if (!account.sendsPausedAt) return null;
  return (
    <InlineNotice
      tone="warn"
      live="off"
      title="Sends are paused"
      action={
        account.canManage && (
          <Button isPending={acts.act.isPending} onClick={() => acts.pauseSends(false)}>
            Allow sends again
          </Button>
        )
      }
    >
      Since <RelativeTime date={account.sendsPausedAt} /> nothing leaves from this account. Messages
      still arrive.
    </InlineNotice>
  );
}

function DangerZone({
  detail: { account },
  onRemove,
}: {
  detail: AccountDetail;
  onRemove: () => void;
}) {
  if (!account.canManage || account.status === 'removed') return null;
  return (
    <Card>
      <CardSection title="Remove this account">
        <RemovalTerms account={account} />
        <Button className="mt-4" onClick={onRemove}>
          Remove {PROVIDER_NAMES[account.provider]} account
        </Button>
      </CardSection>
    </Card>
  );
}
