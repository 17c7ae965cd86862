import type { z } from 'zod';
import type { Db } from '@/db/client';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import type { Logger } from '@/lib/core/log';
import type { Clock } from '@/lib/core/time';

/** A job's name and the shape of its payload; what it does stands in the domain's handlers. */
export interface JobDefinition<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Tries in all before it is given up and shown as failed. */
  readonly maxAttempts: number;
}

export interface WorkspaceJob<T extends { workspaceId: string }> extends JobDefinition<T> {
  readonly reach: 'workspace';
}

/** A job over all workspaces; it only looks for work and enqueues jobs that have a workspace. */
export interface GlobalJob<T> extends JobDefinition<T> {
  readonly reach: 'global';
}

export interface JobTools {
  clock: Clock;
  log: Logger;
  /** Aborted when the worker shuts down. */
  signal: AbortSignal;
  /** 1 for the first try. */
  attempt: number;
}

export type WorkspaceJobHandler<T> = (
  payload: T,
  ctx: Ctx<SystemScope>,
  tools: JobTools,
) => Promise<void>;
export type GlobalJobHandler<T> = (payload: T, db: Db, tools: JobTools) => Promise<void>;

/** A job and its handler, as the worker's registry lists them. */
export type RegisteredJob =
  | { reach: 'workspace'; name: string; run(raw: unknown, db: Db, tools: JobTools): Promise<void> }
  | { reach: 'global'; name: string; run(raw: unknown, db: Db, tools: JobTools): Promise<void> };

export function defineJob<T extends { workspaceId: string }>(
  name: string,
  schema: z.ZodType<T>,
  options: { maxAttempts?: number } = {},
): WorkspaceJob<T> {
  return { name, schema, reach: 'workspace', maxAttempts: options.maxAttempts ?? 10 };
}

export function defineGlobalJob<T>(
  name: string,
  schema: z.ZodType<T>,
  options: { maxAttempts?: number } = {},
): GlobalJob<T> {
  return { name, schema, reach: 'global', maxAttempts: options.maxAttempts ?? 3 };
}
