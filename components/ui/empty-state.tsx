import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  title: ReactNode;
  /** What would be here, or how to get it. */
  children?: ReactNode;
  /** The one act that helps. */
  action?: ReactNode;
  icon?: ReactNode;
  /** Level of the title in the page's outline. */
  level?: 1 | 2 | 3;
  className?: string;
};

/** For the four empties: nothing yet, nothing matches, all done, not allowed. The words tell them apart. */
export function EmptyState({
  title,
  children,
  action,
  icon,
  level = 2,
  className,
}: EmptyStateProps) {
  const Title = `h${level}` as const;
  return (
    <div
      className={cx(
        'mx-auto flex max-w-100 flex-col items-center px-4 py-12 text-center',
        className,
      )}
    >
      {icon && <span className="mb-3 text-fg-3 [&_.lucide]:size-6">{icon}</span>}
      <Title className="text-h2 text-balance">{title}</Title>
      {children && <div className="mt-1.5 text-body text-pretty text-fg-2">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
