import { headers } from 'next/headers';
import type { z } from 'zod';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { requireSessionCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { errorFields, log } from '@/lib/core/log';
import { type Result, toProblem } from '@/lib/core/result';
import { requireSameOrigin } from '@/lib/server/origin';

/**
 * The one way from a component to a mutation: own page → session → context → parsed input. Never
 * throws to the browser; a failure is a value with a sentence and a reference.
 */
export function action<I, O>(
  schema: z.ZodType<I>,
  mutation: (ctx: Ctx<MemberScope>, input: I) => Promise<O>,
): (input: I) => Promise<Result<O>> {
  return async (raw) => {
    try {
      const requestHeaders = await headers();
      requireSameOrigin(requestHeaders);
      const ctx = await requireSessionCtx(requestHeaders);
      return { ok: true, data: await mutation(ctx, parse(schema, raw)) };
    } catch (error) {
      const problem = toProblem(error);
      const fields = {
        ...errorFields(error),
        reference: problem.reference,
        mutation: mutation.name,
      };
      if (problem.code === 'internal') log().error(fields, 'action.failed');
      else if (problem.code === 'unavailable') log().warn(fields, 'action.unavailable');
      else
        log().info(
          { code: problem.code, mutation: mutation.name, reference: problem.reference },
          'action.refused',
        );
      return { ok: false, problem };
    }
  };
}

/** Parses input or throws `invalid_input` with one sentence per field. */
export function parse<I>(schema: z.ZodType<I>, raw: unknown): I {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'form', issue.message]),
  );
  const [first] = Object.values(fields);
  throw new AppError('invalid_input', first ?? 'Check the marked fields.', { fields });
}
