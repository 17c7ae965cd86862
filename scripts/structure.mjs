import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';

const ROOTS = [
  'app',
  'bench',
  'components',
  'db',
  'e2e',
  'extension',
  'lib',
  'sandbox',
  'scripts',
  'server',
  'worker',
];
const MOST_LINES = 350;
/** A drawer with such a name collects whatever has no place. */
const DRAWERS = new Set(['utils', 'helpers', 'services', 'types', 'store']);
const KERNEL = new Set(['auth', 'core', 'gateway', 'jobs', 'live', 'server']);
const VOCABULARY = 'schema|types|rules|options|queries|mutations|actions|jobs|handlers';
/** Files beside the vocabulary, each with the reason for which it may exist. */
const EXTRA_NAMES = {
  'lib/webhooks/receive.ts':
    'pure (rawBody, headers) → result, mounted by the server and by a route',
};
/** Routes that no session guards, so that route() cannot make them. */
const BARE_ROUTES = {
  'app/api/auth/[...nextauth]/route.ts': 'the sign-in library brings its handlers',
  'app/api/auth/link/route.ts': 'asked by people who cannot sign in yet',
  'app/api/auth/invitation/route.ts': 'asked by people who are no members yet',
  'app/api/extension/session/route.ts': 'asked by the browser extension with a token of its own',
  'app/api/healthz/route.ts': 'asked by machines without a session',
  'app/api/readyz/route.ts': 'asked by machines without a session',
  'app/api/live/route.ts': 'a stream, which checks its session itself',
  'app/api/webhooks/[gateway]/route.ts': 'called by the API with a secret of its own',
  'app/api/reconnect/[token]/route.ts':
    'the press behind a mailed link; its signed token is the right',
  'app/api/hosted-auth/callback/route.ts': 'called by the API with a single-use nonce',
};
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const MAY_READ_ENV =
  /^(lib\/core\/env\.ts|(scripts|sandbox|e2e|bench|db\/testing)\/.*|[^/]+\.config\.m?[jt]s)$/;

/**
 * What of a checkout breaks the rules of its layout that no other tool checks.
 * @param {string} root
 * @returns {{ problems: string[], fileCount: number }} one sentence per problem
 */
export function readStructure(root) {
  const files = ROOTS.flatMap((name) => listFiles(root, name));
  files.push(...readdirSync(root).filter((name) => /\.config\.[mc]?[jt]s$/.test(name)));
  const problems = files.flatMap((path) =>
    fileProblems(path, readFileSync(join(root, path), 'utf8')).map((text) => `${path} ${text}`),
  );
  return { problems, fileCount: files.length };
}

/** @returns {string[]} what is wrong with one file, as the rest of a sentence */
export function fileProblems(path, text) {
  return [nameProblem, sizeProblem, environmentProblem, silenceProblem, sleepProblem, readyProblem]
    .map((check) => check(path, text))
    .filter((problem) => problem !== undefined)
    .concat(basename(path).endsWith('actions.ts') ? actionProblems(path, text) : [])
    .concat(basename(path) === 'route.ts' ? routeProblems(path, text) : []);
}

function nameProblem(path) {
  const folders = dirname(path).split('/');
  const name = basename(path);
  const drawer = folders.find((folder) => DRAWERS.has(folder));
  if (drawer) return `lies in ${drawer}/, which says nothing about what is in there`;
  const isRouting = folders[0] === 'app';
  const odd = folders.find(
    (folder) =>
      folder !== '.' &&
      !(isRouting ? /^(\(?[a-z0-9-]+\)?|\[(\.\.\.)?[a-zA-Z]+\])$/ : /^[a-z0-9-]+$/).test(folder),
  );
  if (odd || !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*$/.test(name.replace(/^\./, ''))) {
    return 'is not named in kebab-case';
  }
  if (/^index\.tsx?$/.test(name) && path !== 'db/schema/index.ts') return 'is a barrel';
  const [top, domain] = folders;
  if (top !== 'lib' || domain === undefined || KERNEL.has(domain)) return undefined;
  if (/\.test\.tsx?$/.test(name) || EXTRA_NAMES[path]) return undefined;
  return folders.length === 2 && new RegExp(`^([a-z0-9-]+-)?(${VOCABULARY})\\.ts$`).test(name)
    ? undefined
    : `has no name of a domain's vocabulary (${VOCABULARY.replaceAll('|', ' ')})`;
}

function sizeProblem(_path, text) {
  const count = text.split('\n').length - 1;
  return count > MOST_LINES ? `has ${count} lines; split it by noun` : undefined;
}

function environmentProblem(path, text) {
  if (MAY_READ_ENV.test(path) || /\.test\.tsx?$/.test(path)) return undefined;
  return /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\[|\bimport\.meta\.env\b/.test(text)
    ? 'reads the environment; only lib/core/env.ts may'
    : undefined;
}

function silenceProblem(path, text) {
  if (path.startsWith('scripts/structure')) return undefined;
  const found = /@ts-(ignore|nocheck|expect-error)|biome-ignore|\b(TODO|FIXME)\b/.exec(text);
  return found ? `holds "${found[0]}"` : undefined;
}

function sleepProblem(path, text) {
  // Support code may poll until a server is up; a spec waits for what the person sees.
  const sleep = path.endsWith('.spec.ts')
    ? /\b(waitForTimeout|setTimeout)\(/
    : /\bwaitForTimeout\(/;
  return path.startsWith('e2e/') && sleep.test(text)
    ? 'sleeps; wait for what the person sees'
    : undefined;
}

/** A page of the frame whose buttons nothing wakes (components/live/page-ready). */
function readyProblem(path, text) {
  const isPage = path.startsWith('app/(app)/') && /\/(page|error|not-found)\.tsx$/.test(path);
  if (!isPage || /<(PageData|PageReady|InboxHydration)\b|\bredirect\(/.test(text)) return undefined;
  return 'never says that the page is ready: PageData or PageReady';
}

/** Each export is `const somethingAction = action(…)`: nothing reaches a mutation past the wrapper. */
function actionProblems(path, text) {
  const problems = /^\s*(['"])use server\1/.test(text) ? [] : ['does not begin with "use server"'];
  for (const { name, maker } of exportsOf(path, text)) {
    if (maker !== 'action') problems.push(`exports ${name}, which action() has not made`);
    if (!name.endsWith('Action'))
      problems.push(`exports ${name}, whose name does not end in Action`);
  }
  return problems;
}

function routeProblems(path, text) {
  if (BARE_ROUTES[path]) return [];
  return exportsOf(path, text)
    .filter(({ name, maker }) => METHODS.has(name) && maker !== 'route')
    .map(({ name }) => `exports ${name}, which route() has not made`);
}

/** Exported values with the function whose call made them, where one did. */
function exportsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return [{ name: 'default' }];
    if (ts.isExportDeclaration(statement)) {
      if (statement.isTypeOnly) return [];
      const { exportClause } = statement;
      return exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements
            .filter((one) => !one.isTypeOnly)
            .map((one) => ({ name: one.name.text }))
        : [{ name: '*' }];
    }
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (!isExported) return [];
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
    if (!ts.isVariableStatement(statement)) return [{ name: statement.name?.text ?? 'default' }];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(source),
      maker:
        initializer && ts.isCallExpression(initializer)
          ? initializer.expression.getText(source)
          : undefined,
    }));
  });
}

function listFiles(root, folder) {
  let names = [];
  try {
    names = readdirSync(join(root, folder));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    if (path === 'sandbox/fixtures' || path === 'db/migrations') return [];
    if (statSync(join(root, path)).isDirectory()) return listFiles(root, path);
    return /\.(m|c)?[jt]sx?$/.test(name) ? [path] : [];
  });
}

if (process.argv[1] === import.meta.filename) {
  const { problems, fileCount } = readStructure(join(import.meta.dirname, '..'));
  for (const problem of problems) console.log(problem);
  if (fileCount < 50)
    console.log(`Only ${fileCount} files were read, so the check proves nothing.`);
  process.exitCode = problems.length > 0 || fileCount < 50 ? 1 : 0;
}
