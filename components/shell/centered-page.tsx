import type { ReactNode } from 'react';

type CenteredPageProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Help links, always in this place. */
  footer?: ReactNode;
  children?: ReactNode;
};

/** One column of 360 px, for pages outside the app: sign-in, landings, links from e-mails. */
export function CenteredPage({ title, description, footer, children }: CenteredPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14dvh] pb-8">
      <div className="flex w-full max-w-90 flex-1 flex-col">
        <ProductMark />
        <h1 className="mt-6 text-h1 text-balance">{title}</h1>
        {description && <div className="mt-2 text-body text-pretty text-fg-2">{description}</div>}
        {children && <div className="mt-6 flex flex-col gap-4">{children}</div>}
        {footer && (
          <footer className="mt-auto flex flex-wrap gap-x-4 gap-y-1 pt-10 text-ui text-fg-3 pointer-coarse:[&_a]:min-h-11 [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center [&_a]:underline-offset-2 [&_a]:hover:text-fg [&_a]:hover:underline">
            {footer}
          </footer>
        )}
      </div>
    </main>
  );
}

/** Three lines that meet at one switch. */
function ProductMark() {
  return (
    <span className="inline-flex items-center gap-2 text-ui font-semibold text-fg">
      <svg viewBox="0 0 24 24" className="size-6 text-accent" aria-hidden="true">
        <path
          d="M3 5h5l8 14h5M3 19h5l2.2-3.9M13.8 8.9L16 5h5M3 12h3.5m11 0H21"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Switchboard
    </span>
  );
}
