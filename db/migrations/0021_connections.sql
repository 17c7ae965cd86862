ALTER TABLE "gateways" ADD COLUMN "webhook_echo_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "removed_at" timestamp (3) with time zone;