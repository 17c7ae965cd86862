import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId } from '@/lib/core/ids';

export const id = () => uuid('id').primaryKey().$defaultFn(newId);

/** Every time is stored with its zone (UTC) to the millisecond, the precision of the API. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const createdAt = () => at('created_at').notNull().default(sql`now()`);
export const updatedAt = () => at('updated_at').notNull().default(sql`now()`);

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
