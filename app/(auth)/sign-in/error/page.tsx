import type { Metadata } from 'next';
import { SignInHelp } from '@/components/auth/sign-in-help';
import { CenteredPage } from '@/components/shell/centered-page';
import { LinkButton } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Sign-in did not work' };

/** What happened, and what to do, by the code that lib/auth/answers puts into the address. */
const REASONS: Record<string, { title: string; text: string }> = {
  link: {
    title: 'This link cannot be used',
    text: 'A link works once, within 15 minutes, and only in the browser that asked for it. Ask for a new one here.',
  },
  'unknown-account': {
    title: 'No member with this account',
    text: 'Nobody in a workspace here has the address of that account, or the service could not confirm it. Sign in with a password or a link by e-mail, or ask for an invitation.',
  },
  provider: {
    title: 'The other service did not sign you in',
    text: 'It did not answer, you went back, or too much time went by. Nothing was changed; you can try again.',
  },
  failed: {
    title: 'Sign-in did not work',
    text: 'Something failed on our side, or the form came from another page. Try again.',
  },
};

interface ErrorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInErrorPage({ searchParams }: ErrorPageProps) {
  const { error } = await searchParams;
  const reason = (typeof error === 'string' && REASONS[error]) || REASONS.failed;
  return (
    <CenteredPage title={reason?.title} description={reason?.text} footer={<SignInHelp />}>
      <LinkButton href="/sign-in" variant="primary" size={36}>
        Back to sign-in
      </LinkButton>
    </CenteredPage>
  );
}
