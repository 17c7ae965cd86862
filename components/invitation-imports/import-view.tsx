'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { BackLink } from '@/components/shell/back-link';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { useClock } from '@/components/ui/clock';
import { counted } from '@/components/ui/counted';
import { InlineNotice } from '@/components/ui/inline-notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useToast } from '@/components/ui/toast';
import { planImportAction, stopImportAction } from '@/lib/invitation-imports/actions';
import { importCsvHref, importOptions } from '@/lib/invitation-imports/options';
import type { ImportDetail } from '@/lib/invitation-imports/types';
import { ImportTable } from './import-table';
import { countWords } from './import-words';

/** What came of each row of a file, and the press that plans whoever was found. */
export function ImportView({ importId }: { importId: string }) {
  const query = useQuery(importOptions(importId));
  const detail = query.data;
  return (
    <Page
      title={detail?.fileName ?? 'Import'}
      width="full"
      actions={detail && <ImportActs detail={detail} />}
    >
      <BackLink href="/people/imports">Imports</BackLink>
      {query.isPending && <SkeletonRows count={4} height={60} label="Loading the import" />}
      {query.isError && (
        <LoadError
          query={query}
          title="The import could not be loaded"
          isOldShown={detail !== undefined}
        />
      )}
      {detail && (
        <>
          <p className="text-ui text-fg-2" role="status">
            {countWords(detail.counts)}
          </p>
          {detail.counts.waiting > 0 && (
            <InlineNotice tone="info" live="off">
              People are looked up one by one, about one a minute and 80 a day for each account. You
              can leave this page.
            </InlineNotice>
          )}
          <ImportTable rows={detail.rows} />
        </>
      )}
    </Page>
  );
}

function ImportActs({ detail }: { detail: ImportDetail }) {
  const client = useQueryClient();
  const toast = useToast();
  const clock = useClock();
  const planAct = useAct();
  const stopAct = useAct();
  const { id: importId, counts } = detail;
  const problem = planAct.problem ?? stopAct.problem;

  async function plan() {
    const done = await planAct.run(() =>
      planImportAction({ importId, ...(clock && { zone: clock.timeZone }) }),
    );
    if (done) {
      const { planned, refused } = done.data;
      toast.show({
        title: `${planned} planned${refused > 0 ? `, ${refused} refused` : ''}`,
        description: 'When each leaves stands under Invitations, Planned.',
      });
    }
    await client.invalidateQueries({ queryKey: ['invitation-imports'] });
  }

  async function stop() {
    await stopAct.run(() => stopImportAction({ importId }));
    await client.invalidateQueries({ queryKey: ['invitation-imports'] });
  }

  return (
    <>
      {problem && (
        <p role="alert" className="text-ui text-bad">
          {problem.message}
        </p>
      )}
      {/* A file, which the router must not fetch ahead. */}
      <a href={importCsvHref(importId)} download className={buttonStyle()}>
        <Download aria-hidden="true" />
        Report
      </a>
      {counts.waiting + counts.found > 0 && (
        <Button isPending={stopAct.isPending} onClick={() => void stop()}>
          Stop
        </Button>
      )}
      {counts.found > 0 && (
        <Button variant="primary" isPending={planAct.isPending} onClick={() => void plan()}>
          Plan {counted(counts.found, 'invitation', 'invitations')}
        </Button>
      )}
    </>
  );
}
