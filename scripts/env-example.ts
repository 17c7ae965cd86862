import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ENV_VARIABLES } from '@/lib/core/env';

/**
 * Compares an `.env.example` with the schema: each variable once, a commented value equal to the
 * default, an empty one where there is none.
 * @returns one sentence per difference
 */
export function exampleProblems(text: string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [, comment, name = '', value = ''] of text.matchAll(
    /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm,
  )) {
    if (seen.has(name)) problems.push(`${name} stands there twice`);
    seen.add(name);
    const problem = valueProblem(name, value, comment !== undefined);
    if (problem) problems.push(`${name} ${problem}`);
  }
  for (const name of Object.keys(ENV_VARIABLES)) {
    if (!seen.has(name)) problems.push(`${name} is missing`);
  }
  return problems;
}

function valueProblem(name: string, value: string, isCommented: boolean): string | undefined {
  const schema = Object.entries(ENV_VARIABLES).find(([known]) => known === name)?.[1];
  if (!schema) return 'is not in the schema';
  const byDefault = schema.safeParse(undefined);
  const hasDefault = byDefault.success && byDefault.data !== undefined && name !== 'FAILPOINTS';
  if (!hasDefault)
    return value || isCommented ? 'has no default, so it must stand empty' : undefined;
  if (!isCommented) return 'has a default, so it must be commented';
  const parsed = schema.safeParse(value);
  if (parsed.success && isDeepStrictEqual(parsed.data, byDefault.data)) return undefined;
  return 'shows another value than the default';
}

if (process.argv[1] === import.meta.filename) {
  const problems = exampleProblems(
    readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8'),
  );
  for (const problem of problems) process.stdout.write(`.env.example: ${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
