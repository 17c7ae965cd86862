import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAtLeast, isLockInstalled, nodeProblem } from './install.mjs';
import { lockProblems, VERSION_FLOORS } from './lock-check.mjs';

const sound = () => ({
  packages: {
    '': { dependencies: { next: '16.4.5' }, devDependencies: {} },
    ...Object.fromEntries(
      Object.entries(VERSION_FLOORS).map(([name, version]) => [
        `node_modules/${name}`,
        { version },
      ]),
    ),
  } as Record<string, Record<string, unknown>>,
});

describe('lockProblems', () => {
  it('finds nothing in a sound lock, with a nested optional package', () => {
    const lock = sound();
    lock.packages['node_modules/a/node_modules/b'] = { optionalDependencies: { c: '1.0.0' } };
    lock.packages['node_modules/a/node_modules/c'] = { version: '1.0.0' };
    expect(lockProblems(lock)).toEqual([]);
  });

  it('finds an optional package that npm left out', () => {
    const lock = sound();
    lock.packages['node_modules/tool'] = { optionalDependencies: { 'tool-darwin-arm64': '1.0.0' } };
    // Beside another package it would not be found from here.
    lock.packages['node_modules/other/node_modules/tool-darwin-arm64'] = { version: '1.0.0' };
    expect(lockProblems(lock)).toEqual([
      'node_modules/tool lists tool-darwin-arm64, which is not in the lock',
    ]);
  });

  it('finds addresses, floating versions, missing packages and old ones', () => {
    const lock = sound();
    lock.packages['node_modules/x'] = { resolved: 'https://registry.example.com/x.tgz' };
    lock.packages[''] = { dependencies: { x: '^1.0.0' } };
    lock.packages['node_modules/next'] = { version: '16.3.2' };
    delete lock.packages['node_modules/react'];
    const problems = lockProblems(lock).join('\n');
    expect(problems).toContain('node_modules/x has a "resolved" address');
    expect(problems).toContain('x is asked for as "^1.0.0"');
    expect(problems).toContain('next 16.3.2 is older than 16.3.3');
    expect(problems).toContain('react is not in the lock');
    expect(lockProblems(lock)).toHaveLength(4);
  });

  it('accepts the lock of this project', () => {
    const file = join(import.meta.dirname, '..', 'package-lock.json');
    expect(lockProblems(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('what is installed', () => {
  const lock = JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-darwin': { version: '2.0.0', optional: true },
    },
  });
  const hidden = (packages: Record<string, { version: string }>) => JSON.stringify({ packages });

  it('fits without the packages of other platforms', () => {
    expect(isLockInstalled(lock, hidden({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  });

  it('does not fit when it is missing, older or absent', () => {
    expect(isLockInstalled(lock, hidden({ 'node_modules/a': { version: '0.9.0' } }))).toBe(false);
    expect(isLockInstalled(lock, hidden({}))).toBe(false);
    expect(isLockInstalled(lock, '')).toBe(false);
  });

  it('compares versions by number', () => {
    expect(isAtLeast('16.10.0', '16.9.9')).toBe(true);
    expect(isAtLeast('4.24.14', '4.24.15')).toBe(false);
    expect(nodeProblem('20.19.0')).toBeUndefined();
    expect(nodeProblem('18.20.8')).toContain('18.20.8');
  });
});
