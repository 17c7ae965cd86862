CREATE TABLE "email_bodies" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"html" text,
	"plain" text,
	"safe_html" text,
	"safe_version" integer
);
--> statement-breakpoint
CREATE TABLE "email_folders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"provider_folder_id" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "email_folders_provider" UNIQUE("account_id","provider_folder_id")
);
--> statement-breakpoint
CREATE TABLE "email_tracking_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"tracking_id" text NOT NULL,
	"gateway_event_id" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"url" text,
	"label" text,
	CONSTRAINT "email_tracking_once" UNIQUE("account_id","gateway_event_id")
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"rfc_message_id" text,
	"in_reply_to" text,
	"people" jsonb NOT NULL,
	"role" text NOT NULL,
	"folder_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"tracking_id" text,
	"is_complete" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trusted_image_senders" (
	"member_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trusted_image_senders_member_id_address_pk" PRIMARY KEY("member_id","address")
);
--> statement-breakpoint
ALTER TABLE "sends" DROP CONSTRAINT "sends_where";--> statement-breakpoint
ALTER TABLE "sends" ADD COLUMN "email" jsonb;--> statement-breakpoint
ALTER TABLE "email_bodies" ADD CONSTRAINT "email_bodies_message_id_emails_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."emails"("message_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_folders" ADD CONSTRAINT "email_folders_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_tracking_events" ADD CONSTRAINT "email_tracking_events_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trusted_image_senders" ADD CONSTRAINT "trusted_image_senders_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "email_tracking_of" ON "email_tracking_events" USING btree ("account_id","tracking_id","at");--> statement-breakpoint
CREATE INDEX "emails_rfc" ON "emails" USING btree ("account_id","rfc_message_id");--> statement-breakpoint
CREATE INDEX "emails_answers" ON "emails" USING btree ("account_id","in_reply_to");--> statement-breakpoint
CREATE INDEX "emails_tracking" ON "emails" USING btree ("account_id","tracking_id");--> statement-breakpoint
ALTER TABLE "sends" ADD CONSTRAINT "sends_where" CHECK ("sends"."conversation_id" is not null or "sends"."start" is not null or "sends"."email" is not null);