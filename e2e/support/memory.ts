import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4_096;
const pids = new Map<string, string>();

/** Resident memory of the server under test in bytes, as Linux counts it. */
export function rssOfServer(url: string): number {
  const pid = pids.get(url) ?? findServer(url);
  pids.set(url, pid);
  const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
  return Number(pages) * PAGE_BYTES;
}

function findServer(url: string): string {
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isServer(name, url));
  if (!found) throw new Error('The server is not among the processes of this machine.');
  return found;
}

function isServer(pid: string, url: string): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server/main.ts') &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`PUBLIC_URL=${url}`)
    );
  } catch {
    // Ended meanwhile, or somebody else's.
    return false;
  }
}
