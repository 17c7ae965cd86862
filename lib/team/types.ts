import type { Role } from '@/lib/auth/scope';
import type { Provider } from '@/lib/core/providers';

/** Times are ISO 8601 in UTC. */
export interface TeamMember {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  lastSeenAt: string | null;
  accountCount: number;
  isYou: boolean;
}

export interface OpenInvitation {
  id: string;
  email: string;
  role: InvitedRole;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  isExpired: boolean;
}

/** An invitation never makes an owner. */
export type InvitedRole = Exclude<Role, 'owner'>;

/** An account whose owner has left; it keeps running until somebody takes it over. */
export interface AccountToHandOver {
  id: string;
  name: string;
  provider: Provider;
  formerOwner: string;
}

export interface Team {
  members: TeamMember[];
  /** Empty for those who may not manage members. */
  invitations: OpenInvitation[];
  accountsToHandOver: AccountToHandOver[];
  yourRole: Role;
  canManage: boolean;
}

export interface SessionItem {
  id: string;
  method: string;
  userAgent: string | null;
  ip: string | null;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
}

export interface Profile {
  name: string;
  email: string;
  hasPassword: boolean;
  workspaceName: string;
  role: Role;
}

export const INVITATION_STATES = ['open', 'expired', 'used', 'revoked'] as const;

/** What the holder of an invitation link is told before they accept. */
export interface InvitationOffer {
  id: string;
  workspaceName: string;
  email: string;
  role: InvitedRole;
  invitedBy: string;
  state: (typeof INVITATION_STATES)[number];
  /** The address belongs to somebody who works here already, in another workspace. */
  hasSignIn: boolean;
}

/** Conversations that were taken from a member who may no longer answer in them. */
export interface LostConversations {
  unassignedCount: number;
}
