import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInHelp } from '@/components/auth/sign-in-help';
import { CenteredPage } from '@/components/shell/centered-page';
import { SubmitButton } from '@/components/ui/button';
import { safePath } from '@/lib/auth/safe-path';

export const metadata: Metadata = {
  title: 'Confirm sign-in',
  robots: { index: false },
  referrer: 'same-origin',
};

interface LinkPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A mail scanner that opens the link finds a button and does not press it. */
export default async function LinkPage({ searchParams }: LinkPageProps) {
  const { token, callbackUrl } = await searchParams;
  if (typeof token !== 'string') redirect('/sign-in/error?error=link');
  return (
    <CenteredPage
      title="Confirm sign-in"
      description="Press the button to sign in to Switchboard in this browser."
      footer={<SignInHelp />}
    >
      <form method="post" action="/api/auth/callback/link" className="flex flex-col">
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="callbackUrl" value={safePath(callbackUrl)} />
        <SubmitButton size={36}>Sign in</SubmitButton>
      </form>
    </CenteredPage>
  );
}
