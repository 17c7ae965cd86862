import type { Metadata } from 'next';
import { ReconnectOffer, UselessLink } from '@/components/accounts/reconnect-offer';
import { findReconnectPage } from '@/lib/reconnect-links/queries';
import { readTrouble } from '@/lib/reconnect-links/rules';

/** The address is a credential: no search engine, and no word of the account in the title. */
export const metadata: Metadata = { title: 'Reconnect an account', robots: { index: false } };

interface ReconnectPageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ trouble?: string | string[] }>;
}

/** Behind the link of the e-mail. Looking at it changes nothing; the button does (A2). */
export default async function ReconnectPage({ params, searchParams }: ReconnectPageProps) {
  const { token } = await params;
  const { trouble } = await searchParams;
  const offer = await findReconnectPage(token);
  if (!offer) return <UselessLink />;
  return <ReconnectOffer token={token} offer={offer} trouble={readTrouble(trouble)} />;
}
