import { cx } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';

/** A hairline box without a shadow. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cx('rounded-card border border-line bg-surface', className)} {...props} />;
}

type CardSectionProps = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** A titled part of a page; sections inside one card are parted by a line. */
export function CardSection({
  title,
  description,
  actions,
  className,
  children,
}: CardSectionProps) {
  return (
    <section className={cx('p-4 not-first:border-t not-first:border-line', className)}>
      {(title || actions) && (
        <div className={cx('flex flex-wrap items-start justify-between gap-3', children && 'mb-3')}>
          <div className="min-w-0">
            {title && <h2 className="text-h3">{title}</h2>}
            {description && <p className="mt-0.5 text-ui text-fg-3">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
