import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type NoSuchPageProps = {
  /** What it would have been, as the head of its page names it. */
  kind: 'Account' | 'Import' | 'Incident' | 'Person';
  /** The list in which such things are. */
  href: string;
  linkLabel: string;
  /** Why it may not be there. */
  children: ReactNode;
};

/** In the place of something that is not there, or not for this reader: which of the two is not told. */
export function NoSuchPage({ kind, href, linkLabel, children }: NoSuchPageProps) {
  return (
    <Page title={kind}>
      <EmptyState
        icon={<SearchX />}
        title={`No such ${kind.toLowerCase()}`}
        action={<LinkButton href={href}>{linkLabel}</LinkButton>}
      >
        {children}
      </EmptyState>
    </Page>
  );
}
