/** What a colleague does in a conversation now. */
export type PresenceKind = 'viewing' | 'typing';

export interface PresentMember {
  memberId: string;
  name: string;
  kind: PresenceKind;
}
