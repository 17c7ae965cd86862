import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/** A table with rows of a workspace. */
export interface WorkspaceTable {
  name: string;
  /** Which of its rows belong to the workspace. */
  isOf: (workspaceId: string) => SQL;
  columns: { name: string; type: string }[];
}

/**
 * Every table that holds rows of a workspace, read from the database itself so that none can be forgotten, in an order in
 * which they can be deleted: whatever points at a row goes before it. `workspaces` is the last. People who can sign in
 * belong to no workspace and are not among them.
 */
export async function listWorkspaceTables(db: Db): Promise<WorkspaceTable[]> {
  const columns = await readColumns(db);
  const links = await readLinks(db);
  const scopes = new Map<string, WorkspaceTable['isOf']>();
  for (const [name, list] of columns) {
    if (name === 'workspaces') scopes.set(name, (id) => sql`id = ${id}`);
    else if (list.some((column) => column.name === 'workspace_id')) {
      scopes.set(name, (id) => sql`workspace_id = ${id}`);
    }
  }
  addChildren(scopes, links);
  return inOrder([...scopes.keys()], links).map((name) => ({
    name,
    isOf: scopes.get(name) as WorkspaceTable['isOf'],
    columns: columns.get(name) ?? [],
  }));
}

interface Link {
  child: string;
  childColumn: string;
  parent: string;
  parentColumn: string;
}

/** Rows that go with a row of the workspace belong to it, though they do not say so. */
function addChildren(scopes: Map<string, WorkspaceTable['isOf']>, links: readonly CascadeLink[]) {
  for (let hasMore = true; hasMore; ) {
    hasMore = false;
    for (const { child, childColumn, parent, parentColumn, isCascade } of links) {
      const ofParent = scopes.get(parent);
      if (!isCascade || !ofParent || scopes.has(child)) continue;
      scopes.set(
        child,
        (id) => sql`${sql.identifier(childColumn)} in (
          select ${sql.identifier(parentColumn)} from ${sql.identifier(parent)} where ${ofParent(id)})`,
      );
      hasMore = true;
    }
  }
}

function inOrder(names: readonly string[], links: readonly Link[]): string[] {
  const left = new Set(names);
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter(
      (name) => !links.some(({ child, parent }) => parent === name && left.has(child)),
    );
    if (free.length === 0) throw new Error(`Tables point at each other: ${[...left].join(', ')}.`);
    for (const name of free.toSorted()) {
      left.delete(name);
      order.push(name);
    }
  }
  return order;
}

async function readColumns(db: Db): Promise<Map<string, { name: string; type: string }[]>> {
  const { rows } = await db.execute<{ table: string; name: string; type: string }>(sql`
    select c.relname as table, a.attname as name, t.typname as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`);
  const tables = new Map<string, { name: string; type: string }[]>();
  for (const { table, ...column } of rows) {
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  return tables;
}

type CascadeLink = Link & { isCascade: boolean };

/** Foreign keys between two tables, by their last column: the first of two is the workspace. */
async function readLinks(db: Db): Promise<CascadeLink[]> {
  const { rows } = await db.execute<{
    child: string;
    child_column: string;
    parent: string;
    parent_column: string;
    is_cascade: boolean;
  }>(sql`
    select child.relname as child, ca.attname as child_column, parent.relname as parent,
      pa.attname as parent_column, k.confdeltype = 'c' as is_cascade
    from pg_constraint k
      join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
      join pg_attribute ca on ca.attrelid = child.oid and ca.attnum = k.conkey[array_upper(k.conkey, 1)]
      join pg_attribute pa on pa.attrelid = parent.oid and pa.attnum = k.confkey[array_upper(k.confkey, 1)]
    where k.contype = 'f' and child.oid <> parent.oid and child.relnamespace = 'public'::regnamespace`);
  return rows.map((row) => ({
    child: row.child,
    childColumn: row.child_column,
    parent: row.parent,
    parentColumn: row.parent_column,
    isCascade: row.is_cascade,
  }));
}
