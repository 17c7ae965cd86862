import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { attendees, invitationImports, people, personIdentities, personMerges } from '@/db/schema';
import { createContact } from '@/db/testing/people-world';
import { newId } from '@/lib/core/ids';

type Account = { id: string; workspaceId: string };

/** A row for people whom this account alone knows. */
export function addPeople(db: Db, account: Account, kind: 'person' | 'merge', name: string) {
  return kind === 'person' ? addPerson(db, account, name) : addMerge(db, account, name);
}

async function addPerson(db: Db, account: Account, name: string): Promise<string> {
  const { workspaceId } = account;
  const { attendee } = await createContact(db, account, { name });
  const [personId, identityId] = [newId(), newId()];
  await db.insert(people).values({ id: personId, workspaceId, rootId: personId });
  await db.insert(personIdentities).values({
    id: identityId,
    workspaceId,
    personId,
    kind: 'LINKEDIN',
    value: attendee.providerUserId,
  });
  await db.update(attendees).set({ identityId }).where(eq(attendees.id, attendee.id));
  return personId;
}

/** Two of them, said to be one. */
async function addMerge(db: Db, account: Account, name: string): Promise<string> {
  const [intoPersonId, personId, id] = [
    await addPerson(db, account, name),
    await addPerson(db, account, name),
    newId(),
  ];
  const { workspaceId } = account;
  await db
    .insert(personMerges)
    .values({ id, workspaceId, personId, intoPersonId, evidence: 'by_hand' });
  await db.update(people).set({ rootId: intoPersonId }).where(eq(people.id, personId));
  return id;
}

/** A file that this member has brought; its name is the canary. */
export async function addImport(
  db: Db,
  member: { id: string; workspaceId: string },
  fileName: string,
): Promise<string> {
  const { id: memberId, workspaceId } = member;
  const id = newId();
  await db.insert(invitationImports).values({ id, workspaceId, memberId, fileName });
  return id;
}
