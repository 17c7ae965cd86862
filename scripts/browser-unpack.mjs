import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const CACHE = join(import.meta.dirname, '..', '.cache');

/**
 * Unpacks the four archives of @sparticuz/chromium into a cache named by version, once. Its own
 * `executablePath()` would take whatever lies in the temporary folder, half unpacked or stale, and
 * leaves out the libraries that a bare Debian lacks.
 * @param {string} [cache] the folder for it
 * @returns {{ executablePath: string, libraryFolder: string, fontsFile: string, version: string }}
 */
export function unpackChromium(cache = CACHE) {
  const packageFolder = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))));
  const archives = join(packageFolder, 'bin');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const folder = resolve(cache, `chromium-${version}`);
  if (!existsSync(folder)) unpackInto(folder, archives);
  return {
    executablePath: join(folder, 'chromium'),
    libraryFolder: join(folder, 'lib'),
    fontsFile: join(folder, 'fonts.conf'),
    version,
  };
}

function unpackInto(folder, archives) {
  mkdirSync(dirname(folder), { recursive: true });
  // Renamed when whole, so that a second process never starts a half-written browser.
  const draft = mkdtempSync(`${folder}.`);
  try {
    writeFileSync(join(draft, 'chromium'), archive(archives, 'chromium.br'), { mode: 0o755 });
    for (const name of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) {
      untar(archive(archives, name), draft);
    }
    writeFileSync(join(draft, 'fonts.conf'), fontsConfig(folder));
    chmodSync(draft, 0o755);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // Otherwise another process was faster.
  }
}

function archive(folder, name) {
  return brotliDecompressSync(readFileSync(join(folder, name)));
}

/** Reads plain tar: 512-byte headers, folders (`5`) and files (`0`); nothing else is in there. */
export function untar(bytes, target) {
  const field = (from, length) =>
    bytes.toString('latin1', from, from + length).split('\0')[0] ?? '';
  for (let at = 0; at + 512 <= bytes.length; ) {
    const name = field(at, 100);
    if (!name) return;
    const size = Number.parseInt(field(at + 124, 12).trim() || '0', 8);
    const path = resolve(target, name);
    if (!path.startsWith(resolve(target) + sep)) throw new Error(`${name} leaves the archive`);
    if (field(at + 156, 1) === '5') {
      mkdirSync(path, { recursive: true });
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes.subarray(at + 512, at + 512 + size), { mode: 0o755 });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** The packaged file points to another machine's folders, and text then has no width at all. */
function fontsConfig(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}
