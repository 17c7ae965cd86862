ALTER TABLE "account_reads" ADD COLUMN "paused_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account_reads" ADD COLUMN "pauses" integer DEFAULT 0 NOT NULL;