import type { Metadata } from 'next';
import { JoinForm } from '@/components/auth/join-form';
import { SignInHelp } from '@/components/auth/sign-in-help';
import { CenteredPage } from '@/components/shell/centered-page';
import { LinkButton, SubmitButton } from '@/components/ui/button';
import { findCtx } from '@/lib/auth/session';
import { openInvitation } from '@/lib/team/invitation-queries';
import { getProfile } from '@/lib/team/queries';
import { roleName } from '@/lib/team/rules';
import type { InvitationOffer } from '@/lib/team/types';

export const metadata: Metadata = {
  title: 'Invitation',
  robots: { index: false },
  referrer: 'same-origin',
};

interface InvitePageProps {
  params: Promise<{ token: string }>;
}

/** Looking at an invitation changes nothing; joining is a button. */
export default async function InvitePage({ params }: InvitePageProps) {
  const { token } = await params;
  const offer = await openInvitation(token);
  if (offer?.state !== 'open') return <Unusable offer={offer} />;
  const ctx = await findCtx();
  const profile = ctx && (await getProfile(ctx));
  if (profile && profile.email !== offer.email) {
    return <ForSomebodyElse offer={offer} email={profile.email} />;
  }
  if (!profile && offer.hasSignIn) return <SignInFirst offer={offer} token={token} />;
  return (
    <CenteredPage
      title={`Join ${offer.workspaceName}`}
      description={
        <>
          <bdi>{offer.invitedBy}</bdi> invited you to join as {roleName(offer.role)}.
        </>
      }
      footer={<SignInHelp />}
    >
      <JoinForm
        token={token}
        email={offer.email}
        workspaceName={offer.workspaceName}
        isSignedIn={profile !== null}
      />
    </CenteredPage>
  );
}

function Unusable({ offer }: { offer: InvitationOffer | null }) {
  const who = offer && <bdi>{offer.invitedBy}</bdi>;
  const reasons = {
    used: <>It was accepted already. If that was you, sign in.</>,
    expired: <>It was valid for seven days. Ask {who} to send it again.</>,
    revoked: <>It was withdrawn. Ask {who} for a new one.</>,
    open: null,
  };
  return (
    <CenteredPage
      title="This invitation cannot be used"
      description={
        offer
          ? reasons[offer.state]
          : 'The link is incomplete or not one of ours. Open it again from the e-mail.'
      }
      footer={<SignInHelp />}
    >
      <LinkButton href="/sign-in" size={36}>
        Go to sign-in
      </LinkButton>
    </CenteredPage>
  );
}

function ForSomebodyElse({ offer, email }: { offer: InvitationOffer; email: string }) {
  return (
    <CenteredPage
      title="This invitation is for another address"
      description={`It is for ${offer.email}; you are signed in as ${email}. Sign out and open the link again to accept it.`}
      footer={<SignInHelp />}
    >
      <form method="post" action="/api/auth/signout" className="flex flex-col">
        <SubmitButton variant="secondary" size={36}>
          Sign out
        </SubmitButton>
      </form>
    </CenteredPage>
  );
}

function SignInFirst({ offer, token }: { offer: InvitationOffer; token: string }) {
  const back = encodeURIComponent(`/invite/${token}`);
  return (
    <CenteredPage
      title={`Join ${offer.workspaceName}`}
      description={`${offer.email} has a sign-in here already. Sign in first, then you come back here to join.`}
      footer={<SignInHelp />}
    >
      <LinkButton href={`/sign-in?callbackUrl=${back}`} variant="primary" size={36}>
        Sign in to join
      </LinkButton>
    </CenteredPage>
  );
}
