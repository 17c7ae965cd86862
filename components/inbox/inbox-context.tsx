'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** What the page knows and every part of the inbox may need. */
export type InboxFacts = {
  /** Whose drafts lie on this device. */
  memberId: string;
  memberName: string;
};

const InboxContext = createContext<InboxFacts | null>(null);

export function InboxProvider({ facts, children }: { facts: InboxFacts; children: ReactNode }) {
  return <InboxContext value={facts}>{children}</InboxContext>;
}

export function useInboxFacts(): InboxFacts {
  const facts = useContext(InboxContext);
  if (!facts) throw new Error('This part of the inbox stands outside its InboxProvider.');
  return facts;
}
