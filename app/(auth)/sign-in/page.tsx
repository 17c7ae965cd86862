import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { SignInHelp } from '@/components/auth/sign-in-help';
import { CenteredPage } from '@/components/shell/centered-page';
import { InlineNotice } from '@/components/ui/inline-notice';
import { signInProviders } from '@/lib/auth/providers';
import { safePath } from '@/lib/auth/safe-path';
import { findCtx } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The error parameter comes from a form that was sent without scripts. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl: wanted, error } = await searchParams;
  const callbackUrl = safePath(wanted);
  if (await findCtx()) redirect(callbackUrl);
  return (
    <CenteredPage title="Sign in to Switchboard" footer={<SignInHelp />}>
      {error === 'busy' && (
        <InlineNotice tone="warn">
          There were too many attempts, or our database did not answer. Try again in a few minutes.
        </InlineNotice>
      )}
      <ProviderButtons providers={signInProviders()} callbackUrl={callbackUrl} />
      <SignInForm
        callbackUrl={callbackUrl}
        passwordError={
          error === 'wrong' ? 'That e-mail address and password do not match.' : undefined
        }
      />
    </CenteredPage>
  );
}
