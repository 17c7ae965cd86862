import type { Metadata } from 'next';
import { SignInHelp } from '@/components/auth/sign-in-help';
import { CenteredPage } from '@/components/shell/centered-page';
import { LinkButton } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Check your e-mail' };

export default function CheckMailPage() {
  return (
    <CenteredPage
      title="Check your e-mail"
      description="If the address belongs to a member, a link is on its way."
      footer={<SignInHelp />}
    >
      <ul className="flex list-disc flex-col gap-1 ps-5 text-body text-fg-2">
        <li>It works once, for 15 minutes.</li>
        <li>Open it in this browser: nobody else can use it.</li>
        <li>Nothing after a minute? Look in the spam folder, then ask for another one.</li>
      </ul>
      <LinkButton href="/sign-in" size={36}>
        Back to sign-in
      </LinkButton>
    </CenteredPage>
  );
}
