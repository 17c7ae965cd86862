CREATE TABLE "person_profiles" (
	"identity_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"profile" jsonb NOT NULL,
	"public_identifier" text,
	"emails" text[] DEFAULT '{}' NOT NULL,
	"phones" text[] DEFAULT '{}' NOT NULL,
	"throttled_sections" text[] DEFAULT '{}' NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "person_profiles_identity_id_account_id_pk" PRIMARY KEY("identity_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "person_profiles" ADD CONSTRAINT "person_profiles_identity_id_person_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."person_identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_profiles" ADD CONSTRAINT "person_profiles_account" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "person_profiles_public" ON "person_profiles" USING btree ("workspace_id","public_identifier");--> statement-breakpoint
CREATE INDEX "person_profiles_emails" ON "person_profiles" USING gin ("emails");--> statement-breakpoint
CREATE INDEX "person_profiles_phones" ON "person_profiles" USING gin ("phones");