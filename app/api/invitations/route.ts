import { listInvitations } from '@/lib/invitations/queries';
import { listInvitationsInput } from '@/lib/invitations/schema';
import { route } from '@/lib/server/route';

export const GET = route(listInvitationsInput, listInvitations);
