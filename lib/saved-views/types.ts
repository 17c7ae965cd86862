import type { ConversationFilter } from '@/lib/inbox/types';

/** A list that a member keeps, or shares with the team. */
export interface SavedView {
  id: string;
  name: string;
  filter: ConversationFilter;
  isShared: boolean;
  isMine: boolean;
  /** May be renamed, shared and deleted by the asking member. */
  canChange: boolean;
}

export interface SavedViews {
  views: SavedView[];
  canShare: boolean;
}
