import { PaneHeader } from '@/components/shell/pane-header';
import { SkeletonRows } from '@/components/ui/skeleton';

/** The panes of the inbox before its first answer. */
export function InboxSkeleton() {
  return (
    <div className="flex h-full min-h-0">
      <div className="flex w-full min-w-0 flex-col border-line bg-surface md:w-80 md:shrink-0 md:border-e lg:w-94">
        <PaneHeader level={1} title="Inbox" className="bg-transparent" />
        <div className="h-10 shrink-0 border-b border-line" />
        <div className="h-12 shrink-0" />
        <SkeletonRows count={12} label="Loading conversations" className="ps-2" />
      </div>
      <div className="flex-1" />
    </div>
  );
}
