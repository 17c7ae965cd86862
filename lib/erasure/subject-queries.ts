import { and, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { accounts, sends } from '@/db/schema';
import { CONNECTABLE_PROVIDERS, isMailProvider } from '@/lib/core/providers';
import type { ErasureSubject } from './rules';

/** Ids of a person, of whatever form. */
type Identities = readonly ErasureSubject['identities'][number][];

const MAILBOXES = CONNECTABLE_PROVIDERS.filter(isMailProvider);

/** That a column of a row, joined with its account, is one of these ids at the account's provider. */
export function matchesPerson(identities: Identities, column: AnyPgColumn | SQL): SQL {
  const kinds = [...new Set(identities.map(({ kind }) => kind))];
  const perKind = kinds.map((kind) => {
    const values = identities.filter((one) => one.kind === kind).map(({ value }) => value);
    const ids = sql`${sql.param(values)}::text[]`;
    return kind === 'EMAIL'
      ? and(inArray(accounts.provider, MAILBOXES), sql`lower(trim(${column})) = any(${ids})`)
      : and(sql`${accounts.provider} = ${kind}`, sql`${column} = any(${ids})`);
  });
  return or(...perKind) ?? sql`false`;
}

/** That an address stands anywhere in this JSON, under the name `address`. */
export function namesAddress(identities: Identities, json: AnyPgColumn): SQL {
  const addresses = identities.filter(({ kind }) => kind === 'EMAIL').map(({ value }) => value);
  return sql`exists (select 1 from jsonb_path_query(${json}, '$.**.address') found
    where jsonb_typeof(found) = 'string'
      and lower(trim(found #>> '{}')) = any(${sql.param(addresses)}::text[]))`;
}

/** That a send, joined with its account, begins a chat with the person. */
export function startsChatWith(identities: Identities): SQL {
  const recipient = sql`found #>> '{}'`;
  return sql`(${sends.start} is not null and exists (
    select 1 from jsonb_path_query(${sends.start}, '$.recipients[*].providerUserId') found
    where ${matchesPerson(identities, recipient)}))`;
}

/**
 * That one of these words stands in a text in lower case, and not as a part of a longer address or name: `ana@x.test` is
 * not within `joana@x.test`, `mira-olsen` not within `mira-olsen-2`. Before it may stand the letter of an escaped line end.
 */
export function namesAny(words: readonly string[], text: SQL, asInText = (word: SQL) => word): SQL {
  const quoted = sql`regexp_replace(${asInText(sql`word`)}, '([^a-z0-9_])', '\\\\\\1', 'g')`;
  return sql`exists (select 1 from unnest(${sql.param([...words])}::text[]) word
    where ${text} ~ ('(^|[^a-z0-9_.%+-]|\\\\[nrt])' || ${quoted} || '($|[^a-z0-9_-])'))`;
}
