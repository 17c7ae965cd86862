'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { BackLink } from '@/components/shell/back-link';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Card, CardSection } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { importsOptions } from '@/lib/invitation-imports/options';
import type { ImportSummary } from '@/lib/invitation-imports/types';
import { ImportForm } from './import-form';
import { countWords } from './import-words';

/** A file of people to be invited, and what came of the earlier ones. */
export function ImportsView() {
  const query = useQuery(importsOptions());
  return (
    <Page title="Import">
      <BackLink href="/people">People</BackLink>
      {query.isPending && <SkeletonRows count={4} height={60} label="Loading imports" />}
      {query.isError && (
        <LoadError
          query={query}
          title="Your imports could not be loaded"
          isOldShown={query.data !== undefined}
        />
      )}
      {query.data && (
        <Card className="max-w-160">
          <ImportForm accounts={query.data.accounts} />
          {query.data.imports.length > 0 && (
            <CardSection title="Earlier imports" description="Only you see them.">
              <ul className="flex flex-col">
                {query.data.imports.map((one) => (
                  <ImportLine key={one.id} summary={one} />
                ))}
              </ul>
            </CardSection>
          )}
        </Card>
      )}
    </Page>
  );
}

function ImportLine({ summary }: { summary: ImportSummary }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-line py-2 text-ui not-first:border-t">
      <Link
        href={`/people/imports/${summary.id}`}
        prefetch={false}
        className="min-w-0 truncate rounded-[4px] font-medium underline-offset-2 hover:underline"
        title={summary.fileName}
      >
        <bdi>{summary.fileName}</bdi>
      </Link>
      <span className="min-w-0 flex-1 text-meta text-fg-2">{countWords(summary.counts)}</span>
      <span className="text-meta text-fg-3">
        <RelativeTime date={summary.createdAt} />
      </span>
    </li>
  );
}
