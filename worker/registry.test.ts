import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRON, JOBS } from './registry';

/** Names of all jobs that are defined in any `jobs.ts`. */
function definedJobs(): string[] {
  const root = path.resolve('lib');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'jobs.ts')
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/define(?:Global)?Job\(\s*'([^']+)'/g)])
    .map(([, name]) => name ?? '');
}

describe('the worker’s registry', () => {
  it('has exactly one handler for each job that exists', () => {
    const names = JOBS.map((job) => job.name);
    expect(new Set(names).size).toBe(names.length);
    expect([...names].sort()).toEqual(definedJobs().sort());
    expect(names.length).toBeGreaterThan(8);
  });

  it('beats only jobs that exist', () => {
    const names = new Set(JOBS.map((job) => job.name));
    for (const item of CRON) expect(names).toContain(item.task);
  });
});
