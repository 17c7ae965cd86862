import type {
  GlobalJob,
  GlobalJobHandler,
  RegisteredJob,
  WorkspaceJob,
  WorkspaceJobHandler,
} from '@/lib/jobs/define';
import { systemCtx } from '@/lib/jobs/system-scope';

/** Binds a workspace job to its handler; the scope is minted from the payload's workspace. */
export function handles<T extends { workspaceId: string }>(
  job: WorkspaceJob<T>,
  handler: WorkspaceJobHandler<T>,
): RegisteredJob {
  return {
    reach: 'workspace',
    name: job.name,
    async run(raw, db, tools) {
      const payload = job.schema.parse(raw);
      await handler(payload, systemCtx(db, payload.workspaceId), tools);
    },
  };
}

export function handlesGlobally<T>(job: GlobalJob<T>, handler: GlobalJobHandler<T>): RegisteredJob {
  return {
    reach: 'global',
    name: job.name,
    async run(raw, db, tools) {
      await handler(job.schema.parse(raw), db, tools);
    },
  };
}
