import type { Metadata } from 'next';
import { PageReady } from '@/components/live/page-data';
import { ProfileView } from '@/components/team/profile-view';
import { requireCtx } from '@/lib/auth/session';
import { getProfile } from '@/lib/team/queries';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfilePage() {
  const ctx = await requireCtx();
  return (
    <>
      <ProfileView profile={await getProfile(ctx)} />
      <PageReady />
    </>
  );
}
