DROP INDEX "webhook_events_open";--> statement-breakpoint
CREATE INDEX "webhook_events_open" ON "webhook_events" USING btree ("state") WHERE "webhook_events"."state" in ('quarantined','failed');