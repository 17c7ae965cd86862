import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { members, workspaces } from '@/db/schema/team';
import { PROVIDERS } from '@/lib/core/providers';

/** Where an identity is at home: a provider, or all mailboxes together. */
export const IDENTITY_KINDS = [...PROVIDERS, 'EMAIL'] as const;

/**
 * One human, as far as we know. Holds no name: what may be shown of a person depends on which accounts the reader may
 * read, so it is taken from there.
 */
export const people = pgTable(
  'people',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** The person that stands for all who are merged with it, itself where there is none. Follows `person_merges`. */
    rootId: uuid('root_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('people_workspace_id').on(t.workspaceId, t.id),
    foreignKey({
      columns: [t.workspaceId, t.rootId],
      foreignColumns: [t.workspaceId, t.id],
      name: 'people_root',
    }),
    index('people_of_root').on(t.rootId),
  ],
);

/**
 * A provider's user or an e-mail address, one row however many accounts know it. It never changes its person: merged
 * are people.
 */
export const personIdentities = pgTable(
  'person_identities',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text('kind', { enum: IDENTITY_KINDS }).notNull(),
    /** The provider's user id; an address in lower case. */
    value: text('value').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('person_identities_value').on(t.workspaceId, t.kind, t.value),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
      name: 'person_identities_person',
    }).onDelete('cascade'),
    index('person_identities_of').on(t.personId),
  ],
);

export const MERGE_EVIDENCE = ['by_hand', 'same_email', 'same_phone', 'same_public_id'] as const;

/** "These two are one": a link that can be taken away again. Nothing else says that people are merged. */
export const personMerges = pgTable(
  'person_merges',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** The root that it was merged into. */
    intoPersonId: uuid('into_person_id').notNull(),
    evidence: text('evidence', { enum: MERGE_EVIDENCE }).notNull(),
    mergedByMemberId: uuid('merged_by_member_id').references(() => members.id),
    mergedAt: at('merged_at').notNull().default(sql`now()`),
    undoneAt: at('undone_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
      name: 'person_merges_person',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.intoPersonId],
      foreignColumns: [people.workspaceId, people.id],
      name: 'person_merges_into',
    }).onDelete('cascade'),
    uniqueIndex('person_merges_standing').on(t.personId).where(sql`undone_at is null`),
    index('person_merges_into_standing').on(t.intoPersonId).where(sql`undone_at is null`),
    check('person_merges_two', sql`${t.personId} <> ${t.intoPersonId}`),
  ],
);

/** "These two are not one": they are suggested no more. */
export const personDistinctions = pgTable(
  'person_distinctions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** The smaller of both ids. */
    personId: uuid('person_id').notNull(),
    otherPersonId: uuid('other_person_id').notNull(),
    memberId: uuid('member_id').references(() => members.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.otherPersonId] }),
    foreignKey({
      columns: [t.workspaceId, t.personId],
      foreignColumns: [people.workspaceId, people.id],
      name: 'person_distinctions_person',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.otherPersonId],
      foreignColumns: [people.workspaceId, people.id],
      name: 'person_distinctions_other',
    }).onDelete('cascade'),
    check('person_distinctions_order', sql`${t.personId} < ${t.otherPersonId}`),
  ],
);

export interface StoredSpan {
  title: string | null;
  place: string | null;
  from: string | null;
  to: string | null;
}

/** What LinkedIn told of a person, with its sections as far as they came. */
export interface StoredProfile {
  name: string | null;
  headline: string | null;
  location: string | null;
  about: string | null;
  isConnection: boolean | null;
  /** ISO 8601. */
  connectedAt: string | null;
  experience: StoredSpan[];
  education: StoredSpan[];
  skills: string[];
  languages: string[];
  certifications: string[];
}

/** A look-up that a member asked for, through one account: whoever may read the account may read it. */
export const personProfiles = pgTable(
  'person_profiles',
  {
    identityId: uuid('identity_id')
      .notNull()
      .references(() => personIdentities.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id').notNull(),
    workspaceId: uuid('workspace_id').notNull(),
    profile: jsonb('profile').$type<StoredProfile>().notNull(),
    /** In lower case. */
    publicIdentifier: text('public_identifier'),
    /** In lower case. */
    emails: text('emails').array().notNull().default([]),
    /** Digits alone, with the country. */
    phones: text('phones').array().notNull().default([]),
    /** Sections that LinkedIn held back; they are asked for again. */
    throttledSections: text('throttled_sections').array().notNull().default([]),
    readAt: at('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.identityId, t.accountId] }),
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
      name: 'person_profiles_account',
    }),
    index('person_profiles_public').on(t.workspaceId, t.publicIdentifier),
    index('person_profiles_emails').using('gin', t.emails),
    index('person_profiles_phones').using('gin', t.phones),
  ],
);
