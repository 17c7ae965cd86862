export * from '@/db/schema/accounts';
export * from '@/db/schema/coverage';
export * from '@/db/schema/emails';
export * from '@/db/schema/inbox';
export * from '@/db/schema/platform';
export * from '@/db/schema/sends';
export * from '@/db/schema/team';
export * from '@/db/schema/triage';
