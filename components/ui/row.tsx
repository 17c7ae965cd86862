import { cx } from 'class-variance-authority';
import Link from 'next/link';
import type { ReactNode } from 'react';

type RowProps = {
  /** Avatar or glyph. */
  leading?: ReactNode;
  title: ReactNode;
  /** Plain text of a title that may be cut off. */
  titleText?: string;
  subtitle?: ReactNode;
  /** Status, figures; below the title on a phone. */
  meta?: ReactNode;
  /** Buttons at the end; pressing them does not follow `href`. */
  trailing?: ReactNode;
  /** Makes the whole row a link, named by the title. */
  href?: string;
  isHighlighted?: boolean;
  className?: string;
};

/** A 72-px line of a list; put several in a `RowList`. */
export function Row({
  leading,
  title,
  titleText,
  subtitle,
  meta,
  trailing,
  href,
  isHighlighted,
  className,
}: RowProps) {
  return (
    <li
      className={cx(
        'relative flex min-h-18 flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5 transition-colors sm:flex-nowrap',
        href && 'hover:bg-hover',
        isHighlighted && 'bg-accent-soft',
        className,
      )}
    >
      {leading}
      <div className="min-w-0 flex-1">
        <div className="truncate text-ui font-medium text-fg" title={titleText}>
          {href ? (
            // The pseudo-element makes the whole row the target without nesting the buttons in a link.
            <Link
              href={href}
              className="block truncate after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
            >
              {title}
            </Link>
          ) : (
            title
          )}
        </div>
        {subtitle && <div className="truncate text-meta text-fg-3">{subtitle}</div>}
      </div>
      {meta && (
        // Above the link's target, so that what can be pointed at works; the rest lets the press through.
        <div className="pointer-events-none relative flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 max-sm:order-last max-sm:w-full [&_:is(a,button,time,[role=slider])]:pointer-events-auto">
          {meta}
        </div>
      )}
      {trailing && <div className="relative flex shrink-0 items-center gap-1">{trailing}</div>}
    </li>
  );
}

/** Rows in one hairline box, parted by lines. */
export function RowList({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <ul
      aria-label={label}
      className={cx(
        'divide-y divide-line rounded-card border border-line bg-surface *:first:rounded-t-[7px] *:last:rounded-b-[7px]',
        className,
      )}
    >
      {children}
    </ul>
  );
}
