import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { IncidentView } from '@/components/incidents/incident-view';
import { incidentTitle } from '@/components/incidents/incident-words';
import { PageData } from '@/components/live/page-data';
import { getIncident } from '@/lib/accounts/incident-queries';
import { requireCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { incidentOptions } from '@/lib/incidents/options';

interface IncidentPageProps {
  params: Promise<{ incidentId: string }>;
}

/** Once for the title and the page. A foreign incident and a missing one give the same page. */
const loadIncident = cache(async (incidentId: string) => {
  const ctx = await requireCtx();
  try {
    return await getIncident(ctx, { incidentId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: IncidentPageProps): Promise<Metadata> {
  const { incident } = await loadIncident((await params).incidentId);
  return { title: incidentTitle(incident) };
}

export default async function IncidentPage({ params }: IncidentPageProps) {
  const { incidentId } = await params;
  const detail = await loadIncident(incidentId);
  const queryClient = new QueryClient();
  queryClient.setQueryData(incidentOptions(incidentId).queryKey, detail);
  return (
    <PageData state={dehydrate(queryClient)}>
      <IncidentView incidentId={incidentId} />
    </PageData>
  );
}
