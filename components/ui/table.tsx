import { cx } from 'class-variance-authority';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

type TableProps = {
  /** Names the table for readers. */
  label: string;
  className?: string;
  children: ReactNode;
};

/**
 * Scrolls sideways by itself in less than 56 rem; with more room its header sticks to the top of whatever
 * scrolls, which a scroller of its own would prevent.
 */
export function Table({ label, className, children }: TableProps) {
  return (
    <div className="@container">
      <div className="@max-4xl:overflow-x-auto @max-4xl:[--sticky-top:0px]">
        <table
          aria-label={label}
          className={cx('w-full border-separate border-spacing-0 text-ui', className)}
        >
          {children}
        </table>
      </div>
    </div>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-(--sticky-top,0px) z-10 bg-canvas">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} />;
}

export type SortDirection = 'ascending' | 'descending' | 'none';

type TableHeaderProps = {
  align?: 'start' | 'end';
  /** Given for a sortable column. */
  sort?: SortDirection;
  /** The address with the next order. */
  sortHref?: string;
  /** For an order that does not live in the address. */
  onSort?: () => void;
  className?: string;
  children: ReactNode;
};

const headerStyle = 'h-8 border-b border-line px-3 text-meta font-book whitespace-nowrap text-fg-3';

export function TableHeader({
  align = 'start',
  sort,
  sortHref,
  onSort,
  className,
  children,
}: TableHeaderProps) {
  const alignment = align === 'end' ? 'text-end' : 'text-start';
  if (sort === undefined) {
    return (
      <th scope="col" className={cx(headerStyle, alignment, className)}>
        {children}
      </th>
    );
  }
  const Arrow = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown }[sort];
  const control = cx(
    '-mx-1.5 inline-flex h-6 items-center gap-1 rounded-control px-1.5 transition-colors hover:bg-hover hover:text-fg pointer-coarse:h-11',
    sort !== 'none' && 'font-medium text-fg',
  );
  const content = (
    <>
      {children}
      <Arrow className={cx('size-3', sort === 'none' && 'text-fg-3')} aria-hidden="true" />
    </>
  );
  return (
    <th scope="col" aria-sort={sort} className={cx(headerStyle, alignment, className)}>
      {sortHref ? (
        <Link href={sortHref} scroll={false} className={control}>
          {content}
        </Link>
      ) : (
        <button type="button" onClick={onSort} className={control}>
          {content}
        </button>
      )}
    </th>
  );
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cx('transition-colors hover:bg-hover', className)} {...props} />;
}

type TableCellProps = {
  align?: 'start' | 'end';
  /** The cell that names its row. */
  isRowHeader?: boolean;
  className?: string;
  children?: ReactNode;
};

export function TableCell({
  align = 'start',
  isRowHeader = false,
  className,
  children,
}: TableCellProps) {
  const style = cx(
    'h-11 border-b border-line px-3 py-1.5 font-book',
    align === 'end' ? 'text-end' : 'text-start',
    className,
  );
  if (isRowHeader) {
    return (
      <th scope="row" className={style}>
        {children}
      </th>
    );
  }
  return <td className={style}>{children}</td>;
}
