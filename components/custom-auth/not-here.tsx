'use client';

import type { Way } from '@/components/custom-auth/way';
import { WizardButton } from '@/components/custom-auth/wizard-button';
import { LinkButton } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { connectPath } from '@/lib/custom-auth/form-rules';
import { hasOwnSignIn, methodsOf, whyNotHere } from '@/lib/custom-auth/method-rules';

/** Why this provider is not signed in to on our page, and the ways on. */
export function NotHere({ way }: { way: Way }) {
  const { provider, connection } = way;
  const why = hasOwnSignIn(provider)
    ? `The connection ${connection.name} signs in to ${PROVIDER_NAMES[provider]} on a page of its own alone.`
    : whyNotHere(provider, 'oauth');
  // Gmail takes a password of its own making for programs that speak IMAP.
  const hasAppPassword =
    provider === 'GOOGLE' &&
    way.account === null &&
    methodsOf(connection.dialect, 'MAIL').length > 0;
  return (
    <>
      <InlineNotice
        tone="info"
        live="off"
        title="This sign-in opens another page"
        action={<WizardButton way={way} variant="primary" />}
      >
        {why}
      </InlineNotice>
      {hasAppPassword && (
        <p className="text-ui text-fg-2">
          Is that page closed to you? A Google mailbox can also be connected as an e-mail account,
          with an app password.{' '}
          <LinkButton
            variant="link"
            size={28}
            href={connectPath({ provider: 'MAIL', connection: connection.id })}
          >
            Sign in with an app password
          </LinkButton>
        </p>
      )}
    </>
  );
}
