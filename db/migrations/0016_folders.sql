ALTER TABLE "conversations" DROP CONSTRAINT "conversations_filed";--> statement-breakpoint
CREATE INDEX "emails_folders" ON "emails" USING gin ("folder_ids" jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_filed" CHECK ("conversations"."filed_to" is null or ("conversations"."place" = 'done'
        and ("conversations"."filed_to" in ('trash','spam') or "conversations"."filed_to" like 'folder:%')));