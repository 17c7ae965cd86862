'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { counted } from '@/components/ui/counted';
import { EmptyState } from '@/components/ui/empty-state';
import { Row, RowList } from '@/components/ui/row';
import { SkeletonRows } from '@/components/ui/skeleton';
import { labelsOptions, labelUsesOptions } from '@/lib/labels/options';
import { DeleteLabel } from './delete-label';
import { LabelDot } from './label-chips';
import { ChangeLabelButton, NewLabelButton } from './label-form';

/** The labels of the team: whoever may manages them here, everybody else sees which there are. */
export function LabelsView() {
  const query = useQuery(labelsOptions());
  const list = query.data;
  const uses = useQuery({ ...labelUsesOptions(), enabled: list?.canManage === true }).data;
  return (
    <Page
      title="Labels"
      description={
        list && !list.canManage
          ? 'Owners, admins and leads of the workspace rename and delete labels.'
          : 'Everybody in the team sees the same labels, in the list and in each conversation.'
      }
      actions={list?.canCreate && <NewLabelButton labels={list.labels} />}
    >
      {query.isError && (
        <LoadError
          query={query}
          title="The labels could not be loaded"
          isOldShown={list !== undefined}
        />
      )}
      {query.isPending && <SkeletonRows count={4} label="Loading labels" height={60} />}
      {list?.labels.length === 0 && (
        <EmptyState title="No labels yet">
          Select conversations in the inbox and press L, or create one here.
        </EmptyState>
      )}
      {list && list.labels.length > 0 && (
        <RowList label="Labels">
          {list.labels.map((label) => (
            <Row
              key={label.id}
              leading={<LabelDot colour={label.colour} className="size-3!" />}
              title={<bdi className="block truncate">{label.name}</bdi>}
              titleText={label.name}
              meta={
                uses && (
                  <span className="text-meta text-fg-3 sm:w-32">
                    {counted(uses[label.id] ?? 0, 'conversation', 'conversations')}
                  </span>
                )
              }
              trailing={
                list.canManage && (
                  <span className="pointer-events-auto inline-flex gap-1">
                    <ChangeLabelButton label={label} />
                    <DeleteLabel label={label} conversationCount={uses?.[label.id] ?? null} />
                  </span>
                )
              }
            />
          ))}
        </RowList>
      )}
    </Page>
  );
}
