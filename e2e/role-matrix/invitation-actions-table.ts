import { newId } from '@/lib/core/ids';
import { type ActionRow, account, HOLDER_ONLY, MANAGERS, outcomes } from './action-rows';

/** None is known by such an id; who may change one is proven beside the mutation. */
const NOBODY_KNOWS = outcomes('not_found', 'not_found', 'not_found', 'not_found', 'not_found');

const person = () => ({
  providerUserId: `ACo${newId().replaceAll('-', '')}`,
  publicIdentifier: null,
  name: null,
  headline: null,
});

/** Invitations: those that wait for an answer, and those that are planned. */
export const INVITATION_ACTIONS: Record<string, ActionRow> = {
  'lib/invitations/actions.ts#settleInvitationAction': {
    target: 'none',
    input: () => ({ invitationId: newId(), how: 'accept' }),
    own: NOBODY_KNOWS,
  },
  'lib/invitations/actions.ts#assignInvitationAction': {
    target: 'none',
    input: () => ({ invitationId: newId(), memberId: null }),
    own: NOBODY_KNOWS,
  },
  'lib/invitations/actions.ts#acceptAndGreetAction': {
    target: 'none',
    input: () => ({ invitationId: newId(), clientId: newId(), text: 'Hello' }),
    own: NOBODY_KNOWS,
  },
  'lib/invitations/actions.ts#withdrawOldAction': {
    ...account(HOLDER_ONLY, { olderThanDays: 30 }),
    // None is that old.
    audits: 0,
  },
  'lib/invitations/actions.ts#lookUpInviteeAction': {
    // Nobody can be called that, so that nobody is asked.
    ...account(HOLDER_ONLY, { text: '?!' }),
    audits: 0,
  },
  'lib/invitations/actions.ts#addPlanAction': {
    target: 'account',
    input: (accountId) => ({ accountId, clientId: newId(), person: person(), note: '' }),
    own: HOLDER_ONLY,
  },
  'lib/invitations/actions.ts#movePlanAction': {
    target: 'none',
    input: () => ({ planId: newId(), at: null }),
    own: NOBODY_KNOWS,
  },
  'lib/invitations/actions.ts#cancelPlanAction': {
    target: 'none',
    input: () => ({ planId: newId() }),
    own: NOBODY_KNOWS,
  },
  'lib/invitations/actions.ts#pausePlansAction': account(HOLDER_ONLY, { isPaused: false }),
  'lib/invitations/actions.ts#changePaceAction': account(HOLDER_ONLY, {
    zone: 'UTC',
    days: [1],
    fromMinute: 0,
    toMinute: 60,
    isWarmedUp: true,
  }),
  'lib/invitations/actions.ts#changeLimitsAction': {
    target: 'none',
    input: () => ({ tier: 'free', day: 30, week: 150, notesPerMonth: null, noteCharacters: 200 }),
    own: MANAGERS,
  },
};
