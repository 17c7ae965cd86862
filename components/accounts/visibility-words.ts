import type { Visibility } from '@/lib/accounts/types';

export interface VisibilityWords {
  value: Visibility;
  label: string;
  help: string;
}

/** What each sharing means, in the order of how much it opens. */
export const VISIBILITIES: readonly VisibilityWords[] = [
  {
    value: 'private',
    label: 'Private',
    help: 'Only the owner reads and answers. Leads and admins see status and figures, no messages.',
  },
  {
    value: 'team-read',
    label: 'Team reads',
    help: 'Everybody in the workspace reads the messages. Only the owner answers.',
  },
  {
    value: 'team-reply',
    label: 'Team reads and replies',
    help: 'Everybody in the workspace reads the messages and answers from this account.',
  },
];

export function visibilityLabel(visibility: Visibility): string {
  return VISIBILITIES.find(({ value }) => value === visibility)?.label ?? visibility;
}
