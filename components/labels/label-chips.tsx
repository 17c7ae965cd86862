import { cx } from 'class-variance-authority';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { LabelColour, LabelRef } from '@/lib/labels/types';

const DOTS: Record<LabelColour, string> = {
  grey: 'bg-label-grey',
  violet: 'bg-label-violet',
  teal: 'bg-label-teal',
  amber: 'bg-label-amber',
  pink: 'bg-label-pink',
  green: 'bg-label-green',
  red: 'bg-label-red',
};

/** The colour alone says nothing: the name always stands beside it. */
export function LabelDot({ colour, className }: { colour: LabelColour; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('size-2 shrink-0 rounded-full forced-colors-keep', DOTS[colour], className)}
    />
  );
}

type LabelChipsProps = {
  labels: readonly LabelRef[];
  /** So many at most; the others are counted, and named under the pointer and to readers. */
  most?: number;
  className?: string;
};

/** The labels of a conversation, in any line that is short of room. */
export function LabelChips({ labels, most = 2, className }: LabelChipsProps) {
  if (labels.length === 0) return null;
  const shown = labels.slice(0, most);
  const others = labels.slice(most).map(({ name }) => name);
  return (
    <span className={cx('inline-flex min-w-0 items-center gap-1', className)}>
      <VisuallyHidden>Labels: </VisuallyHidden>
      {shown.map(({ id, name, colour }) => (
        <span
          key={id}
          title={name}
          className="inline-flex h-4.5 max-w-28 min-w-0 items-center gap-1 rounded-full bg-neutral-soft px-1.5 text-meta text-fg-2"
        >
          <LabelDot colour={colour} />
          <bdi className="truncate">{name}</bdi>
        </span>
      ))}
      {others.length > 0 && (
        <span className="shrink-0 text-meta text-fg-3" title={others.join(', ')}>
          <span aria-hidden="true">+{others.length}</span>
          <VisuallyHidden>, {others.join(', ')}</VisuallyHidden>
        </span>
      )}
    </span>
  );
}
