CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"root_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_workspace_id" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "person_distinctions" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"other_person_id" uuid NOT NULL,
	"member_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_distinctions_person_id_other_person_id_pk" PRIMARY KEY("person_id","other_person_id"),
	CONSTRAINT "person_distinctions_order" CHECK ("person_distinctions"."person_id" < "person_distinctions"."other_person_id")
);
--> statement-breakpoint
CREATE TABLE "person_identities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_identities_value" UNIQUE("workspace_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "person_merges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"into_person_id" uuid NOT NULL,
	"evidence" text NOT NULL,
	"merged_by_member_id" uuid,
	"merged_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "person_merges_two" CHECK ("person_merges"."person_id" <> "person_merges"."into_person_id")
);
--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "identity_id" uuid;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "identity_id" uuid;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_root" FOREIGN KEY ("workspace_id","root_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_distinctions" ADD CONSTRAINT "person_distinctions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_distinctions" ADD CONSTRAINT "person_distinctions_person" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_distinctions" ADD CONSTRAINT "person_distinctions_other" FOREIGN KEY ("workspace_id","other_person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_identities" ADD CONSTRAINT "person_identities_person" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merges" ADD CONSTRAINT "person_merges_merged_by_member_id_members_id_fk" FOREIGN KEY ("merged_by_member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merges" ADD CONSTRAINT "person_merges_person" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merges" ADD CONSTRAINT "person_merges_into" FOREIGN KEY ("workspace_id","into_person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "people_of_root" ON "people" USING btree ("root_id");--> statement-breakpoint
CREATE INDEX "person_identities_of" ON "person_identities" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_merges_standing" ON "person_merges" USING btree ("person_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "person_merges_into_standing" ON "person_merges" USING btree ("into_person_id") WHERE undone_at is null;--> statement-breakpoint
ALTER TABLE "attendees" ADD CONSTRAINT "attendees_identity_id_person_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."person_identities"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_identity_id_person_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."person_identities"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendees_identity" ON "attendees" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "attendees_unlinked" ON "attendees" USING btree ("workspace_id") WHERE identity_id is null and not is_self;--> statement-breakpoint
CREATE INDEX "invitations_identity" ON "invitations" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "invitations_unlinked" ON "invitations" USING btree ("workspace_id") WHERE identity_id is null and provider_user_id is not null;