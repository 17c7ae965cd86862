'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Card, CardSection } from '@/components/ui/card';
import { counted } from '@/components/ui/counted';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { erasuresOptions } from '@/lib/erasure/options';
import type { ErasureRow } from '@/lib/erasure/types';
import { EraseForm } from './erase-form';
import { PrivacySkeleton, privacyDescription } from './privacy-skeleton';

/** Erases people whom only their address tells, and keeps the record of every erasure. */
export function PrivacyView() {
  const query = useQuery(erasuresOptions());
  return (
    <Page title="Privacy" description={privacyDescription}>
      <Card>
        <CardSection title="Erase by address, number or profile">
          <EraseForm />
        </CardSection>
      </Card>
      {query.isError && (
        <LoadError
          query={query}
          title="The erasures could not be loaded"
          isOldShown={query.data !== undefined}
        />
      )}
      {query.isPending && <PrivacySkeleton />}
      {query.data?.length === 0 && (
        <EmptyState title="Nobody was erased yet" icon={<ShieldCheck />}>
          What was erased, when and by whom is told here; not who it was.
        </EmptyState>
      )}
      {query.data && query.data.length > 0 && (
        <Card>
          <CardSection title="Erasures">
            <ul aria-label="Erasures" className="flex flex-col divide-y divide-line">
              {query.data.map((row) => (
                <Erasure key={row.id} row={row} />
              ))}
            </ul>
          </CardSection>
        </Card>
      )}
    </Page>
  );
}

function Erasure({ row }: { row: ErasureRow }) {
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <p className="text-ui">
        {row.finishedAt ? 'Erased' : 'Being erased'}{' '}
        <RelativeTime date={row.requestedAt} format="list" /> by <bdi>{row.requestedByName}</bdi>
      </p>
      <p className="text-meta text-fg-2">{row.counts ? countsText(row.counts) : 'Not begun yet'}</p>
    </li>
  );
}

function countsText(counts: NonNullable<ErasureRow['counts']>): string {
  const parts = [
    [counts.conversations, 'conversation', 'conversations'],
    [counts.messages, 'message', 'messages'],
    [counts.notes, 'note', 'notes'],
    [counts.invitations, 'invitation', 'invitations'],
    [counts.deliveries, 'raw delivery', 'raw deliveries'],
  ] as const;
  const some = parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many));
  return some.length > 0 ? some.join(' · ') : 'There was nothing';
}
