-- Search (docs/decisions/008). Names are written with their schema: an index is built, and a dump restored,
-- with an empty search path.
CREATE EXTENSION IF NOT EXISTS unaccent;
--> statement-breakpoint
DO $do$
DECLARE
  own text := quote_ident(current_schema());
  theirs text := (SELECT quote_ident(n.nspname) FROM pg_extension e
                  JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent');
  -- The embedded cluster has the C locale, in which only ASCII has a lower case.
  letters text := coalesce((SELECT 'COLLATE pg_catalog.' || quote_ident(collname) FROM pg_collation
                  WHERE collname IN ('pg_c_utf8', 'und-x-icu') ORDER BY collname LIMIT 1), '');
BEGIN
  -- Lower case, no accents, no punctuation; each character of a script without spaces, and each emoji,
  -- stands alone, so that a run of them is found as a phrase.
  EXECUTE format($sql$
    CREATE OR REPLACE FUNCTION %1$s.search_fold(input text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fn$
    DECLARE folded text := left(input, 20000);
    BEGIN
      IF octet_length(folded) > length(folded) THEN
        folded := %2$s.unaccent('%2$s.unaccent'::regdictionary, normalize(folded, NFKC));
        folded := regexp_replace(folded, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff])', ' \1 ', 'g');
      END IF;
      RETURN regexp_replace(lower(folded %3$s), '[\x01-\x2f:-@\[-`{-\xa0\u060c\u061b\u061f\u2000-\u206f\u3000-\u303f\u30fb\ufe00-\ufe0f]+', ' ', 'g');
    END $fn$ $sql$, own, theirs, letters);
  -- The words with their places, made by hand: the parser of to_tsvector follows the server's locale and
  -- cuts addresses in its own way. The limits keep a message of any size storable.
  EXECUTE format($sql$
    CREATE OR REPLACE FUNCTION %1$s.search_vector(input text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $fn$
    DECLARE word text; place int := 0; words text := '';
    BEGIN
      FOREACH word IN ARRAY string_to_array(coalesce(%1$s.search_fold(input), ''), ' ') LOOP
        CONTINUE WHEN word = '';
        place := place + 1;
        EXIT WHEN place > 4000;
        words := words || ' ' || left(word, 100) || ':' || place;
      END LOOP;
      RETURN words::tsvector;
    END $fn$ $sql$, own);
  -- One term: its words in a row. With `is_prefix` the last of them may go on.
  EXECUTE format($sql$
    CREATE OR REPLACE FUNCTION %1$s.search_query(term text, is_prefix boolean) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fn$
    DECLARE word text; words text := '';
    BEGIN
      FOREACH word IN ARRAY string_to_array(coalesce(%1$s.search_fold(left(term, 200)), ''), ' ') LOOP
        CONTINUE WHEN word = '';
        words := words || CASE words WHEN '' THEN '' ELSE ' <-> ' END || left(word, 100);
      END LOOP;
      RETURN (words || CASE WHEN is_prefix AND words <> '' THEN ':*' ELSE '' END)::tsquery;
    END $fn$ $sql$, own);
END $do$;
--> statement-breakpoint
-- Empty for what must never be found, so that no query has to remember it.
ALTER TABLE "messages" ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
  CASE WHEN is_hidden OR is_deleted OR event_type IS NOT NULL THEN ''::tsvector
  ELSE search_vector(coalesce(subject, '') || ' ' || coalesce(text, '')) END) STORED;
--> statement-breakpoint
CREATE INDEX "attendees_search" ON "attendees" USING gin (search_vector(coalesce(name, '') || ' ' || coalesce(headline, '') || ' ' || provider_user_id));--> statement-breakpoint
CREATE INDEX "conversation_attendees_attendee" ON "conversation_attendees" USING btree ("attendee_id");--> statement-breakpoint
CREATE INDEX "conversations_workspace_recent" ON "conversations" USING btree ("workspace_id","sort_at","id");--> statement-breakpoint
CREATE INDEX "conversations_attendee" ON "conversations" USING btree ("account_id","attendee_provider_id");--> statement-breakpoint
CREATE INDEX "conversations_search" ON "conversations" USING gin (search_vector(coalesce(title, '') || ' ' || coalesce(subject, '')));--> statement-breakpoint
CREATE INDEX "messages_search" ON "messages" USING gin (search);--> statement-breakpoint
CREATE INDEX "messages_workspace_recent" ON "messages" USING btree ("workspace_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "messages_account_recent" ON "messages" USING btree ("account_id","sent_at","id");--> statement-breakpoint
CREATE INDEX "messages_with_files" ON "messages" USING btree ("workspace_id","sent_at","id") WHERE attachments <> '[]'::jsonb;--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("conversation_id","sent_at","id") WHERE is_unread;