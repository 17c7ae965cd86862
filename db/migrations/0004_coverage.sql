CREATE TABLE "account_reads" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"message_count" integer DEFAULT 0 NOT NULL,
	"stream_since" timestamp (3) with time zone,
	"listed_at" timestamp (3) with time zone,
	"window_from" timestamp (3) with time zone,
	"window_read_at" timestamp (3) with time zone,
	"window_cursor" text,
	"last_read_at" timestamp (3) with time zone,
	CONSTRAINT "account_reads_window" CHECK (("account_reads"."window_from" is null) = ("account_reads"."window_read_at" is null)
        and ("account_reads"."window_cursor" is null or "account_reads"."window_from" is not null))
);
--> statement-breakpoint
CREATE TABLE "chat_histories" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coverage_spans" (
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "coverage_spans_account_id_from_at_pk" PRIMARY KEY("account_id","from_at"),
	CONSTRAINT "coverage_spans_order" CHECK ("coverage_spans"."from_at" < "coverage_spans"."to_at")
);
--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "crash_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account_reads" ADD CONSTRAINT "account_reads_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_histories" ADD CONSTRAINT "chat_histories_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_histories" ADD CONSTRAINT "chat_histories_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_spans" ADD CONSTRAINT "coverage_spans_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_histories_account" ON "chat_histories" USING btree ("account_id");--> statement-breakpoint
INSERT INTO "account_reads" ("account_id", "workspace_id", "message_count", "listed_at")
SELECT a."id", a."workspace_id", coalesce(m."total", 0), a."sync_finished_at"
FROM "accounts" a
LEFT JOIN (SELECT "account_id", count(*) AS "total" FROM "messages" GROUP BY "account_id") m ON m."account_id" = a."id";
