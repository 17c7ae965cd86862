CREATE TABLE "database_identities" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"identity" text NOT NULL,
	CONSTRAINT "database_identities_one" CHECK ("database_identities"."id" = 1)
);
