import type { MergeEvidence } from '@/lib/people/types';

/** What says that two people are one. */
export const EVIDENCE_WORDS: Record<MergeEvidence, string> = {
  by_hand: 'by hand',
  same_email: 'same e-mail address',
  same_phone: 'same phone number',
  same_public_id: 'same public profile',
};
