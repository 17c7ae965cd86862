import type { ReactNode } from 'react';
import { CenteredPage } from '@/components/shell/centered-page';
import { LinkButton } from '@/components/ui/button';

interface ConnectLandingProps {
  title: string;
  /** Path to open after the sign-in. */
  nextPath: string;
  children: ReactNode;
}

/** Where the provider's sign-in ends for somebody who is not signed in here. */
export function ConnectLanding({ title, nextPath, children }: ConnectLandingProps) {
  return (
    <CenteredPage title={title} description={children}>
      <LinkButton size={36} href={`/sign-in?callbackUrl=${encodeURIComponent(nextPath)}`}>
        Sign in to Switchboard
      </LinkButton>
    </CenteredPage>
  );
}
