CREATE TABLE "invitation_import_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"account_id" uuid,
	"identifier" text,
	"note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"detail" text,
	"person" jsonb,
	"plan_id" uuid,
	"looked_up_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_import_rows_line" UNIQUE("import_id","line")
);
--> statement-breakpoint
CREATE TABLE "invitation_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"header" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_imports_workspace_id" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "invitation_import_rows" ADD CONSTRAINT "invitation_import_rows_import" FOREIGN KEY ("workspace_id","import_id") REFERENCES "public"."invitation_imports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_import_rows" ADD CONSTRAINT "invitation_import_rows_account" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_imports" ADD CONSTRAINT "invitation_imports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_imports" ADD CONSTRAINT "invitation_imports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitation_import_rows_waiting" ON "invitation_import_rows" USING btree ("account_id","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "invitation_import_rows_looked_up" ON "invitation_import_rows" USING btree ("account_id","looked_up_at");--> statement-breakpoint
CREATE INDEX "invitation_imports_of" ON "invitation_imports" USING btree ("member_id","created_at");