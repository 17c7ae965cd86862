import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { CountBadge } from '@/components/ui/count-badge';

type PaneHeaderProps = {
  title: ReactNode;
  /** Plain text of a title that may be cut off. */
  titleText?: string;
  count?: number;
  /** Before the title: a way back on a phone, an avatar. */
  leading?: ReactNode;
  /** Beside the title: channel, account. */
  meta?: ReactNode;
  actions?: ReactNode;
  /** Level of the title in the page's outline. */
  level?: 1 | 2;
  className?: string;
};

/** The 48-px head of a pane: all panes of a screen share this line. */
export function PaneHeader({
  title,
  titleText,
  count = 0,
  leading,
  meta,
  actions,
  level = 2,
  className,
}: PaneHeaderProps) {
  const Title = `h${level}` as const;
  return (
    <header
      className={cx(
        'sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas px-4',
        className,
      )}
    >
      {leading}
      <Title className="min-w-0 truncate text-h3" title={titleText}>
        {title}
      </Title>
      <CountBadge count={count} />
      {meta && <div className="min-w-0 truncate text-meta text-fg-3">{meta}</div>}
      {actions && <div className="ms-auto flex shrink-0 items-center gap-1 ps-2">{actions}</div>}
    </header>
  );
}
