import type { Metadata } from 'next';
import { PageReady } from '@/components/live/page-data';
import { PreferencesView } from '@/components/preferences/preferences-view';

export const metadata: Metadata = { title: 'Preferences' };

/** The layout of the app has read the preferences already. */
export default function KeyboardPage() {
  return (
    <>
      <PreferencesView />
      <PageReady />
    </>
  );
}
