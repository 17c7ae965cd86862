CREATE TABLE "extension_cookies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"sealed" text NOT NULL,
	"linkedin_member_id" text NOT NULL,
	"user_agent" text NOT NULL,
	"value_since" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "extension_devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"linkedin_member_id" text,
	"user_agent" text,
	"account_id" uuid,
	"refusal" text,
	"refused_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "extension_uses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"device_id" uuid,
	"device_name" text NOT NULL,
	"account_id" uuid,
	"purpose" text NOT NULL,
	"cookie_seen_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "extension_cookies" ADD CONSTRAINT "extension_cookies_device_id_extension_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."extension_devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_devices" ADD CONSTRAINT "extension_devices_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_devices" ADD CONSTRAINT "extension_devices_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_uses" ADD CONSTRAINT "extension_uses_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extension_uses" ADD CONSTRAINT "extension_uses_device_id_extension_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."extension_devices"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "extension_cookies_device" ON "extension_cookies" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "extension_devices_token" ON "extension_devices" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "extension_devices_member" ON "extension_devices" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "extension_devices_account" ON "extension_devices" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "extension_uses_member" ON "extension_uses" USING btree ("member_id","at");