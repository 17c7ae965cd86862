import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConnectLanding } from '@/components/accounts/connect-landing';
import { findCtx } from '@/lib/auth/session';
import { isId } from '@/lib/core/ids';

export const metadata: Metadata = { title: 'Signed in at the provider', robots: { index: false } };

interface DonePageProps {
  searchParams: Promise<{ request?: string | string[]; error_title?: string | string[] }>;
}

/**
 * The browser is back from the sign-in, before or after the confirmation, and maybe on a device
 * without a session: a link from an e-mail works anywhere.
 */
export default async function ConnectDonePage({ searchParams }: DonePageProps) {
  const { request, error_title: errorTitle } = await searchParams;
  // Where the API knows one address for both ends, this says that it is the other one. Its words are not shown.
  if (errorTitle !== undefined) {
    redirect(isId(request) ? `/connect/failed?request=${request}` : '/connect/failed');
  }
  const nextPath = isId(request) ? `/accounts?connected=${request}` : '/accounts';
  if (await findCtx()) redirect(nextPath);
  return (
    <ConnectLanding title="You are signed in at the provider" nextPath={nextPath}>
      The account is connected as soon as the confirmation is here, usually within seconds. You can
      close this page. If somebody else signed in than before, nothing is merged, and the account
      waits for its owner.
    </ConnectLanding>
  );
}
