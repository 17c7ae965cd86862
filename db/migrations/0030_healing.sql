CREATE TABLE "healing_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"transition_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"lost_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "healing_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"outcome" text,
	"device_name" text,
	"cookie_seen_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "healing_runs" ADD CONSTRAINT "healing_runs_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "healing_steps" ADD CONSTRAINT "healing_steps_run_id_healing_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."healing_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "healing_runs_open" ON "healing_runs" USING btree ("account_id") WHERE "healing_runs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "healing_steps_account" ON "healing_steps" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "healing_steps_run" ON "healing_steps" USING btree ("run_id");