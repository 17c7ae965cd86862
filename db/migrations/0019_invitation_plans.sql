CREATE TABLE "invitation_limits" (
	"workspace_id" uuid NOT NULL,
	"tier" text NOT NULL,
	"limits" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_limits_workspace_id_tier_pk" PRIMARY KEY("workspace_id","tier")
);
--> statement-breakpoint
CREATE TABLE "invitation_pacing" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"zone" text NOT NULL,
	"days" jsonb NOT NULL,
	"from_minute" integer NOT NULL,
	"to_minute" integer NOT NULL,
	"is_warmed_up" boolean DEFAULT false NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"stop" jsonb,
	"refused_in_row" integer DEFAULT 0 NOT NULL,
	"signals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation_plans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"author_member_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"provider_user_id" text NOT NULL,
	"public_identifier" text,
	"name" text,
	"headline" text,
	"note" text,
	"email" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"planned_at" timestamp (3) with time zone,
	"plan_reason" text,
	"left_at" timestamp (3) with time zone,
	"error" jsonb,
	"gateway_invitation_id" text,
	"accepted_at" timestamp (3) with time zone,
	"accepted_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_plans_client" UNIQUE("workspace_id","client_id")
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "accepted_by" text;--> statement-breakpoint
ALTER TABLE "invitation_limits" ADD CONSTRAINT "invitation_limits_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_pacing" ADD CONSTRAINT "invitation_pacing_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_plans" ADD CONSTRAINT "invitation_plans_author_member_id_members_id_fk" FOREIGN KEY ("author_member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_plans" ADD CONSTRAINT "invitation_plans_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_plans_once" ON "invitation_plans" USING btree ("account_id","provider_user_id") WHERE state in ('planned', 'sending', 'unknown');--> statement-breakpoint
CREATE INDEX "invitation_plans_waiting" ON "invitation_plans" USING btree ("account_id","created_at","id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "invitation_plans_left" ON "invitation_plans" USING btree ("account_id","left_at") WHERE left_at is not null;--> statement-breakpoint
CREATE INDEX "invitation_plans_person" ON "invitation_plans" USING btree ("account_id","provider_user_id");--> statement-breakpoint
CREATE INDEX "invitations_person" ON "invitations" USING btree ("account_id","provider_user_id");