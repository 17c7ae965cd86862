import Link from 'next/link';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { CenteredPage } from '@/components/shell/centered-page';
import { LinkButton, SubmitButton } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusPill } from '@/components/ui/status-pill';
import { STATUS_WORDS } from '@/lib/accounts/rules';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { connectPath } from '@/lib/custom-auth/form-rules';
import { hasOwnSignIn } from '@/lib/custom-auth/method-rules';
import { type ReconnectTrouble, reconnectFormPath } from '@/lib/reconnect-links/rules';
import type { ReconnectPage } from '@/lib/reconnect-links/types';

interface ReconnectOfferProps {
  token: string;
  offer: ReconnectPage;
  /** Why the last press opened nothing. */
  trouble: ReconnectTrouble | null;
}

/** Names what the token proves and nothing else; the button leaves for the sign-in. */
export function ReconnectOffer({ token, offer, trouble }: ReconnectOfferProps) {
  const provider = PROVIDER_NAMES[offer.provider];
  const isConnecting = offer.status === 'connecting';
  const isSignedOut = offer.status === 'reconnect_needed';
  const words = STATUS_WORDS[isConnecting || isSignedOut ? offer.status : 'attention'];
  return (
    <CenteredPage
      title={`Reconnect ${provider}`}
      description={
        isConnecting ? (
          'Somebody has signed in, and the account is being connected. Sign in again only if it does not come back within minutes.'
        ) : (
          <>
            Until you sign in again, new messages of this account do not arrive in{' '}
            <bdi>{offer.workspaceName}</bdi>. Your history is kept.
          </>
        )
      }
      footer={<span>We never ask for a password by e-mail.</span>}
    >
      <div className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
        <AccountGlyph provider={offer.provider} />
        <div className="flex min-w-0 flex-col gap-1">
          <div className="truncate text-body font-medium text-fg" title={offer.accountName}>
            <bdi>{offer.accountName}</bdi>
          </div>
          <div className="truncate text-meta text-fg-2">
            {provider} · <bdi>{offer.workspaceName}</bdi>
          </div>
          <StatusPill
            tone={words.tone}
            label={words.label}
            since={
              <>
                since <RelativeTime date={offer.since} />
              </>
            }
          />
        </div>
      </div>
      {trouble === 'busy' && (
        <InlineNotice tone="warn" title="The sign-in page was opened a moment ago">
          Go on there. If you have it no more, wait half a minute and press the button again; this
          link is still good.
        </InlineNotice>
      )}
      {trouble === 'failed' && (
        <InlineNotice tone="bad" title="The sign-in page could not be opened">
          Nothing was changed and this link is still good. Try again in a minute.
        </InlineNotice>
      )}
      <form method="post" action={reconnectFormPath(token)} className="flex flex-col gap-2">
        <SubmitButton size={44}>Reconnect {provider}</SubmitButton>
        <p className="text-meta text-fg-3">
          The button opens the secure sign-in page of the connection service. There we never see
          your password.
        </p>
      </form>
      {offer.provider !== 'OTHER' && hasOwnSignIn(offer.provider) && (
        <p className="text-meta text-fg-3">
          Or{' '}
          <Link
            href={`/sign-in?callbackUrl=${encodeURIComponent(connectPath({ account: offer.accountId }))}`}
            className="text-accent-text underline"
          >
            sign in to {provider} inside Switchboard
          </Link>
          , which asks you to sign in to Switchboard first.
        </p>
      )}
    </CenteredPage>
  );
}

/** The same page for each link that is of no use, whatever the reason. */
export function UselessLink() {
  return (
    <CenteredPage
      title="This link is of no use any more"
      description={
        <>
          It has expired, was used already, or the account works again. Links are valid for 24 hours
          and only while the account is signed out.
        </>
      }
      footer={<span>We never ask for a password by e-mail.</span>}
    >
      <p className="text-body text-fg-2">
        Sign in to see the account and to reconnect it from there.
      </p>
      <LinkButton size={36} variant="primary" href="/sign-in?callbackUrl=%2Faccounts">
        Sign in to Switchboard
      </LinkButton>
    </CenteredPage>
  );
}
