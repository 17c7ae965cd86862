import { shortType } from '../domain/webhook-bodies';
import { numberOf } from '../ids';
import type { Account, Invitation } from '../state';
import type { World } from '../world';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ownId = /(?:acc_[a-z]+|inv)_01[0-9A-HJKMNP-TV-Z]{24}/g;
/** An id of v1 at the beginning of a JSON string; a source's id has its name behind it. */
const v1Id = /(?<=")[\w-]{22}(?=["_])/g;

/** The account under PostPress, such as `acc_linkedin_01HXYZ…`. */
export function postpressAccountId(account: Pick<Account, 'id' | 'type'>): string {
  return idWith(`acc_${shortType(account.type).toLowerCase()}`, account.id);
}

function invitationId(invitation: Pick<Invitation, 'id'>): string {
  return idWith('inv', invitation.id);
}

/** The id of a request, by which support finds it. */
export function postpressRequestId(world: World): string {
  return idWith('req', world.newId('request'));
}

/** JSON of v1 with the ids that PostPress gives to accounts and invitations. `gone` is one that the world has no more. */
export function toPostpress(world: World, json: string, gone?: Account): string {
  const ids = new Map(pairs(world, gone));
  return json.replace(v1Id, (id) => ids.get(id) ?? id);
}

/** An address or a body as v1 would get it; what PostPress never gave stays, and is found by nobody. */
export function fromPostpress(world: World, text: string): string {
  const ids = new Map(pairs(world).map(([v1, own]) => [own, v1]));
  return text.replace(ownId, (id) => ids.get(id) ?? id);
}

function pairs(world: World, gone?: Account): [v1: string, own: string][] {
  const accounts = [...world.state.accounts.values(), ...(gone === undefined ? [] : [gone])];
  // The id of a sign-in is that of the account to be.
  const provisional = world.intents.map(({ accountId, signIn }): [string, string] => [
    accountId,
    postpressAccountId({ id: accountId, type: signIn.type }),
  ]);
  const known = accounts.flatMap((account): [string, string][] => [
    [account.id, postpressAccountId(account)],
    ...account.invitations.map((item): [string, string] => [item.id, invitationId(item)]),
  ]);
  return [...provisional, ...known];
}

/** A prefix and 26 capital letters and digits, the same for the same id. */
function idWith(prefix: string, id: string): string {
  const marks = Array.from({ length: 24 }, (_, index) =>
    alphabet.charAt(numberOf('postpress', prefix, index, id) % alphabet.length),
  );
  return `${prefix}_01${marks.join('')}`;
}
