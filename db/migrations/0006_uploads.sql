CREATE TABLE "send_attachment_parts" (
	"attachment_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "send_attachment_parts_attachment_id_position_pk" PRIMARY KEY("attachment_id","position")
);
--> statement-breakpoint
DROP INDEX "send_attachments_waiting";--> statement-breakpoint
ALTER TABLE "send_attachments" ADD COLUMN "conversation_id" uuid;--> statement-breakpoint
ALTER TABLE "send_attachments" ADD COLUMN "uploaded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "send_attachments" ADD COLUMN "waiting_since" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "send_attachment_parts" ADD CONSTRAINT "send_attachment_parts_attachment_id_send_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."send_attachments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "send_attachments" ADD CONSTRAINT "send_attachments_workspace_id_conversation_id_conversations_workspace_id_id_fk" FOREIGN KEY ("workspace_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "send_attachments_waiting" ON "send_attachments" USING btree ("member_id","waiting_since") WHERE "send_attachments"."send_id" is null;--> statement-breakpoint
ALTER TABLE "send_attachments" DROP COLUMN "content";--> statement-breakpoint
-- Pictures and archives are compressed already; trying again for each piece only costs time.
ALTER TABLE "send_attachment_parts" ALTER COLUMN "content" SET STORAGE EXTERNAL;
