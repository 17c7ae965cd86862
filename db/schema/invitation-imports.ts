import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { members, workspaces } from '@/db/schema/team';

/** A file of people to be invited, kept with every row, so that nothing of it is lost. */
export const invitationImports = pgTable(
  'invitation_imports',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Whose it is: nobody else sees it. */
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    fileName: text('file_name').notNull(),
    /** The first line, where it names the columns. */
    header: jsonb('header').$type<string[]>(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('invitation_imports_workspace_id').on(t.workspaceId, t.id),
    index('invitation_imports_of').on(t.memberId, t.createdAt),
  ],
);

/** Whom LinkedIn shows by a row's profile. */
export interface StoredInvitee {
  providerUserId: string;
  publicIdentifier: string | null;
  name: string | null;
  headline: string | null;
}

export const IMPORT_ROW_STATES = ['refused', 'waiting', 'found', 'planned', 'stopped'] as const;

export const invitationImportRows = pgTable(
  'invitation_import_rows',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    importId: uuid('import_id').notNull(),
    /** Of the file, from 1. */
    line: integer('line').notNull(),
    /** As they stand in the file. */
    cells: jsonb('cells').$type<string[]>().notNull(),
    accountId: uuid('account_id'),
    /** Public name or id, as the API takes it. */
    identifier: text('identifier'),
    note: text('note').notNull().default(''),
    state: text('state', { enum: IMPORT_ROW_STATES }).notNull(),
    /** Why it was refused: a code of ours, and words of whoever refused it later. */
    reason: text('reason'),
    detail: text('detail'),
    person: jsonb('person').$type<StoredInvitee>(),
    planId: uuid('plan_id'),
    lookedUpAt: at('looked_up_at'),
    tries: integer('tries').notNull().default(0),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.importId],
      foreignColumns: [invitationImports.workspaceId, invitationImports.id],
      name: 'invitation_import_rows_import',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
      name: 'invitation_import_rows_account',
    }),
    unique('invitation_import_rows_line').on(t.importId, t.line),
    index('invitation_import_rows_waiting').on(t.accountId, t.id).where(sql`state = 'waiting'`),
    index('invitation_import_rows_looked_up').on(t.accountId, t.lookedUpAt),
  ],
);
