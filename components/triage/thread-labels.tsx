import { LabelChips } from '@/components/labels/label-chips';
import type { ThreadHeader } from '@/lib/inbox/types';
import { useTriageActs } from './triage-acts';

/** The labels of the open conversation, with what is not known to have happened yet. */
export function ThreadLabels({ header, most }: { header: ThreadHeader; most: number }) {
  const { open } = useTriageActs();
  const labels = open?.id === header.id ? open.labels : header.labels;
  return <LabelChips labels={labels} most={most} />;
}
