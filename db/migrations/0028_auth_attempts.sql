CREATE TABLE "auth_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"gateway_id" uuid NOT NULL,
	"type" text NOT NULL,
	"account_id" uuid,
	"provider" text NOT NULL,
	"method" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"checkpoint" jsonb,
	"qr_sealed" text,
	"qr_until" timestamp (3) with time zone,
	"intent_id" text,
	"former_intent_id" text,
	"reason" text,
	"busy_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "auth_attempts_end" CHECK (("auth_attempts"."state" = 'open') = ("auth_attempts"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "auth_attempts" ADD CONSTRAINT "auth_attempts_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_attempts" ADD CONSTRAINT "auth_attempts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_attempts" ADD CONSTRAINT "auth_attempts_workspace_id_gateway_id_gateways_workspace_id_id_fk" FOREIGN KEY ("workspace_id","gateway_id") REFERENCES "public"."gateways"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auth_attempts_member" ON "auth_attempts" USING btree ("member_id","created_at");--> statement-breakpoint
CREATE INDEX "auth_attempts_open" ON "auth_attempts" USING btree ("gateway_id") WHERE "auth_attempts"."state" = 'open';