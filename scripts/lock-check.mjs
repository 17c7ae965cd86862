import { isAtLeast } from './install.mjs';

/** The oldest versions without a known hole that matters here (remote code, sign-in, server actions). */
export const VERSION_FLOORS = {
  next: '16.3.3', // GHSA-2xp9-vwfh-vxw4
  'next-auth': '4.24.15', // GHSA-7rqj-j65f-68wh
  react: '19.2.3', // CVE-2025-55182, CVE-2025-55184, CVE-2025-67779
  'react-dom': '19.2.3',
};

/**
 * Looks through a package-lock.json for what breaks `npm ci` elsewhere or is known to be unsafe.
 * @param {{ packages: Record<string, Record<string, unknown>> }} lock the parsed lock file
 * @returns {string[]} one sentence per problem
 */
export function lockProblems(lock) {
  return [...missingOptionals(lock), ...addresses(lock), ...belowFloors(lock), ...ranges(lock)];
}

/**
 * npm drops an optional package that its registry lacks from the lock without a word; `npm ci` then
 * refuses the lock wherever that package exists.
 */
function missingOptionals({ packages }) {
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!isInLock(packages, path, name)) {
        problems.push(`${path || 'the project'} lists ${name}, which is not in the lock`);
      }
    }
  }
  return problems;
}

/** Looks where Node would: in the package's own node_modules, then in each one above. */
function isInLock(packages, path, name) {
  for (let folder = path; ; ) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    const above = folder.lastIndexOf('node_modules/');
    folder = folder.slice(0, Math.max(0, above - 1));
  }
}

/** A download address ties every installation to the registry that one developer used. */
function addresses({ packages }) {
  return Object.entries(packages)
    .filter(([, entry]) => typeof entry.resolved === 'string' && !entry.link)
    .map(([path]) => `${path} has a "resolved" address`);
}

function belowFloors({ packages }) {
  const problems = [];
  for (const [name, floor] of Object.entries(VERSION_FLOORS)) {
    const version = packages[`node_modules/${name}`]?.version;
    if (!version) problems.push(`${name} is not in the lock`);
    else if (!isAtLeast(version, floor)) {
      problems.push(`${name} ${version} is older than ${floor}, which closes a known hole`);
    }
  }
  return problems;
}

/** Exact versions only: the newest release of a package cannot always be installed. */
function ranges({ packages }) {
  const { dependencies = {}, devDependencies = {} } = packages[''] ?? {};
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is asked for as "${version}" instead of one exact version`);
}
