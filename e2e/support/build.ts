import { readFileSync } from 'node:fs';

/** A Server Action of the build under test. */
export interface BuiltAction {
  id: string;
  /** `lib/team/actions.ts#inviteMemberAction`. */
  name: string;
  /** Path of a page that carries it. */
  pagePath: string;
}

interface ReferenceManifest {
  node: Record<
    string,
    { filename?: string; exportedName?: string; workers: Record<string, unknown> }
  >;
}

function readManifest<T>(name: string): T {
  return JSON.parse(readFileSync(`.next/server/${name}`, 'utf8')) as T;
}

/** `app/(app)/accounts/[accountId]/page` → `/accounts/00000000-…`: groups vanish, ids are missing ones. */
function toPath(entry: string): string {
  const segments = entry
    .replace(/^app\//, '/')
    .replace(/\/(page|route)$/, '')
    .split('/')
    .filter((segment) => !/^\(.*\)$/.test(segment))
    .map((segment) => (segment.startsWith('[') ? '00000000-0000-7000-8000-000000000000' : segment));
  return segments.join('/') || '/';
}

/** Every Server Action that the build serves. */
export function builtActions(): BuiltAction[] {
  const { node } = readManifest<ReferenceManifest>('server-reference-manifest.json');
  return Object.entries(node).map(([id, entry]) => {
    const [worker] = Object.keys(entry.workers).filter((name) => !name.includes('_not-found'));
    return {
      id,
      name: `${entry.filename ?? 'unknown'}#${entry.exportedName ?? id}`,
      pagePath: toPath(worker ?? 'app/page'),
    };
  });
}

/** Every page and route handler that the build serves, as in the manifest: `/api/live/route`. */
export function builtRoutes(): string[] {
  return Object.keys(readManifest<Record<string, string>>('app-paths-manifest.json')).sort();
}
