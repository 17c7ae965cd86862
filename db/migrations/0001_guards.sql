-- Audit: append-only, chained. The chain is per workspace; the advisory lock makes "the row before"
-- certain when two transactions write at once.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.workspace_id::text, 0));
  SELECT hash INTO NEW.prev_hash FROM audit_log
    WHERE workspace_id = NEW.workspace_id ORDER BY seq DESC LIMIT 1;
  NEW.seq := nextval('audit_log_seq_seq');
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION audit_hash(r audit_log) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws('|', coalesce(r.prev_hash, ''), r.id, r.seq, r.workspace_id,
    coalesce(r.actor_member_id::text, ''), r.action, r.entity_type, coalesce(r.entity_id::text, ''),
    r.detail::text, extract(epoch from r.at)::text), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_chain();
--> statement-breakpoint
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
--> statement-breakpoint
-- Counters of rate-limiter-flexible (its documented table shape).
CREATE TABLE rate_limits (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);
--> statement-breakpoint
-- A workspace keeps an owner whatever races: the check runs at commit under a row lock per workspace.
CREATE FUNCTION members_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM workspaces WHERE id = OLD.workspace_id FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM members WHERE workspace_id = OLD.workspace_id
                 AND role = 'owner' AND removed_at IS NULL) THEN
    RAISE EXCEPTION 'a workspace keeps at least one owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'members_keep_owner';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER members_keep_owner AFTER UPDATE OR DELETE ON members
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.role = 'owner') EXECUTE FUNCTION members_keep_owner();
--> statement-breakpoint
CREATE VIEW ops_quarantine AS
  SELECT workspace_id, gateway_id, id, received_at, reason FROM webhook_events WHERE state = 'quarantined';
--> statement-breakpoint
CREATE VIEW ops_unknown_sends AS
  SELECT workspace_id, account_id, conversation_id, id, author_member_id, posted_at FROM sends WHERE state = 'unknown';
--> statement-breakpoint
CREATE VIEW ops_open_events AS
  SELECT state, count(*)::int AS events, min(received_at) AS oldest FROM webhook_events
  WHERE state IN ('received', 'failed') GROUP BY state;
--> statement-breakpoint
-- Who works now. graphile-worker keeps a dead worker's locks for hours; with this they last seconds.
CREATE TABLE worker_heartbeats (worker_id text PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT clock_timestamp());
