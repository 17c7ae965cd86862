import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

type PageProps = {
  title: string;
  /** One sentence under the head. */
  description?: ReactNode;
  /** Buttons at the end of the head, the primary one last. */
  actions?: ReactNode;
  /** Under the head, over its full width: `LinkTabs` or a banner. */
  tabs?: ReactNode;
  /** `form` is 640 px wide, `page` 1200, `full` as wide as the pane. */
  width?: 'form' | 'page' | 'full';
  children: ReactNode;
};

const widths = { form: 'max-w-160', page: 'max-w-300', full: '' } as const;

/** A page of the app: its head stays on the 48-px line of the sidebar while the rest scrolls. */
export function Page({ title, description, actions, tabs, width = 'page', children }: PageProps) {
  return (
    <div className="[--sticky-top:3rem]">
      <header className="sticky top-0 z-20 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-canvas px-4 py-2 lg:px-6">
        <h1 className="me-auto min-w-0 truncate text-h2" title={title}>
          {title}
        </h1>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {tabs && <div className="[--tabs-inset:1rem] lg:[--tabs-inset:1.5rem]">{tabs}</div>}
      <div className={cx('flex flex-col gap-6 px-4 pt-4 pb-12 lg:px-6', widths[width])}>
        {description && <p className="max-w-[72ch] text-body text-fg-2">{description}</p>}
        {children}
      </div>
    </div>
  );
}
