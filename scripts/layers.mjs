import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TOOL = join(
  import.meta.dirname,
  '../node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
);
const ROOTS = [
  'app',
  'components',
  'db',
  'lib',
  'sandbox',
  'scripts',
  'server',
  'worker',
  'e2e',
  'extension',
  'bench',
];
/** With a TypeScript that it cannot read, the tool sees no module at all and reports success. */
const FEWEST_MODULES = 50;

/**
 * Checks who imports whom against `.dependency-cruiser.cjs`.
 * @param {string} root a checkout
 * @returns {{ violations: { rule: string, from: string, to: string, why: string }[],
 *   moduleCount: number }} modules of ours that were read
 * @throws {Error} when the tool itself fails
 */
export function readLayers(root) {
  const roots = ROOTS.filter((name) => existsSync(join(root, name)));
  const args = [TOOL, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...roots];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  if (!stdout.startsWith('{')) throw new Error(`The layer check failed: ${stderr.trim()}`);
  const { modules, summary } = JSON.parse(stdout);
  return {
    moduleCount: modules.filter(({ source }) => roots.some((name) => source.startsWith(`${name}/`)))
      .length,
    violations: summary.violations.map(({ rule, from, to, comment }) => ({
      rule: rule.name,
      from,
      to,
      why: comment ?? '',
    })),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { violations, moduleCount } = readLayers(join(import.meta.dirname, '..'));
  for (const { rule, from, to, why } of violations) {
    console.log(`${rule}: ${from} → ${to}${why ? `\n  ${why}` : ''}`);
  }
  if (moduleCount < FEWEST_MODULES) {
    console.log(`Only ${moduleCount} modules were read, so the check proves nothing.`);
  }
  process.exitCode = violations.length > 0 || moduleCount < FEWEST_MODULES ? 1 : 0;
}
