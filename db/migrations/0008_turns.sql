ALTER TABLE "webhook_events" ADD COLUMN "lane" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "try_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_events_waiting" ON "webhook_events" USING btree ("gateway_id","lane","try_at") WHERE "webhook_events"."state" = 'received' and "webhook_events"."origin" = 'webhook';--> statement-breakpoint
-- Events were jobs until now; those that wait are found by their own columns.
DO $$
BEGIN
  IF to_regclass('graphile_worker._private_jobs') IS NOT NULL THEN
    DELETE FROM graphile_worker._private_jobs AS job
      USING graphile_worker._private_tasks AS task
      WHERE task.id = job.task_id AND task.identifier = 'webhook.process';
  END IF;
END $$;
