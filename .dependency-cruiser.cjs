/**
 * Who may import whom, as values (type imports are erased before this looks). One rule per layer:
 * whatever of ours is not in its list is forbidden. scripts/layers.test.ts proves each rule with a
 * seeded violation.
 */
const OURS = '^(app|bench|components|db|e2e|extension|lib|sandbox|scripts|server|worker)/';
const TEST = '\\.test\\.tsx?$';
const NOT_TEST = [TEST, '^db/testing/'];

const CORE = '^lib/core/';
/** Kernel files that hold the environment, the log or secrets: never in a browser. */
const SERVER_CORE =
  '^lib/core/(env|env-formats|failpoints|log|process-state|request-locale|secrets)\\.ts$';
const SCOPE = '^lib/auth/(scope|permissions)\\.ts$';
const DATABASE = '^db/';
const DOMAIN = '^lib/(?!(?:auth|core|gateway|jobs|live|server)/)[^/]+/';
/**
 * A file of the vocabulary; a room too large for one file splits by noun: `thread-queries.ts`. (The
 * exact names are checked by scripts/structure.mjs: the tool refuses nested repetitions.)
 */
const file = (names, folder = DOMAIN) => `${folder}[^/]*(${names})\\.ts$`;
const PURE = file('schema|types|rules|options');
const OWN = '^lib/$1/';

function layer(name, from, allowed, comment, more = {}) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from, pathNot: NOT_TEST },
    to: { path: OURS, pathNot: allowed },
    ...more,
  };
}

function never(name, from, to, comment, pathNot = NOT_TEST) {
  return { name, severity: 'error', comment, from: { path: from, pathNot }, to };
}

const layers = [
  layer('core-knows-nothing', CORE, [CORE], 'The kernel serves every layer, so it knows none.'),
  layer(
    'database-knows-core',
    '^db/',
    [DATABASE, CORE],
    'Tables and connections must not depend on what is done with them.',
  ),
  layer(
    'gateway-knows-core',
    '^lib/gateway/',
    ['^lib/gateway/', CORE],
    'The client of the API knows HTTP and not our rows, so that a dialect can be swapped.',
  ),
  layer(
    'auth-knows-no-domain',
    '^lib/auth/',
    ['^lib/auth/', CORE, DATABASE],
    'Every domain relies on the gate; a gate that relies on a domain closes a circle.',
  ),
  layer(
    'jobs-know-no-domain',
    '^lib/jobs/',
    ['^lib/jobs/', CORE, DATABASE, SCOPE],
    'The queue carries jobs and does not know what they do.',
  ),
  layer(
    'live-knows-no-domain',
    '^lib/live/',
    ['^lib/live/', CORE, DATABASE, SCOPE],
    'Hints are tiny and carry no meaning of a domain.',
  ),
  layer(
    'edge-wrappers',
    '^lib/server/',
    ['^lib/server/', CORE, '^lib/auth/'],
    'The wrappers mint a context and parse; what happens then is given to them.',
  ),
  layer(
    'pure-files',
    PURE,
    [CORE, PURE],
    'Schemas, types, rules and options run anywhere: in a form, in a job, in a test.',
  ),
  layer(
    'domain-queries',
    file('queries'),
    [CORE, PURE, DATABASE, SCOPE, OWN],
    'A query reads rows within a scope: no network, no queue, no other domain.',
    {
      from: { path: `^lib/(?!(?:auth|core|gateway|jobs|live|server)/)([^/]+)/[^/]*queries\\.ts$` },
    },
  ),
  layer(
    'domain-mutations',
    file('mutations'),
    [
      CORE,
      PURE,
      DATABASE,
      SCOPE,
      file('queries|mutations|jobs'),
      '^lib/gateway/',
      '^lib/jobs/(define|enqueue)\\.ts$',
      '^lib/live/publish\\.ts$',
    ],
    'A mutation records, calls the gateway after the commit, and publishes; it knows no session.',
  ),
  layer(
    'domain-jobs',
    file('jobs'),
    [CORE, PURE, '^lib/jobs/define\\.ts$'],
    'Names and payloads of jobs are imported by whoever enqueues, so they stay light.',
  ),
  layer(
    'domain-actions',
    file('actions'),
    [CORE, '^lib/server/', `^lib/$1/[^/]*(schema|types|mutations)\\.ts$`],
    'An action is a schema and a mutation behind the wrapper; logic in it would escape the tests.',
    {
      from: { path: `^lib/(?!(?:auth|core|gateway|jobs|live|server)/)([^/]+)/[^/]*actions\\.ts$` },
    },
  ),
  layer(
    'domain-handlers',
    file('handlers'),
    [
      CORE,
      PURE,
      DATABASE,
      SCOPE,
      file('queries|mutations|jobs'),
      file('handlers', OWN),
      '^lib/(gateway|jobs)/',
      '^lib/live/publish\\.ts$',
    ],
    'A job has a scope of its own and no person: no session, no edge wrapper.',
    {
      from: { path: `^lib/(?!(?:auth|core|gateway|jobs|live|server)/)([^/]+)/[^/]*handlers\\.ts$` },
    },
  ),
  layer(
    'primitives-know-nothing',
    '^components/ui/',
    ['^components/ui/'],
    'A primitive could ship in another product.',
  ),
  layer(
    'components-use-the-edge',
    '^components/(?!ui/)',
    ['^components/', CORE, file('actions|options|schema|types|rules')],
    'A component reaches the server through actions and options only.',
  ),
  layer(
    'pages-compose',
    '^app/(?!api/)',
    ['^app/', '^components/', CORE, '^lib/server/', '^lib/auth/', PURE, file('queries|actions')],
    'A page parses, runs one query and composes; it never sees the database or the gateway.',
  ),
  layer(
    'routes-mount',
    '^app/api/',
    [
      CORE,
      '^lib/server/',
      '^lib/auth/',
      '^lib/live/',
      '^db/client\\.ts$',
      PURE,
      file('queries|mutations|handlers|receive'),
    ],
    'A route mounts a query or a pure handler; the live and webhook routes bring their database.',
  ),
  layer(
    'worker-composes-jobs',
    '^worker/',
    ['^worker/', CORE, '^lib/jobs/', '^lib/gateway/', '^db/', file('handlers|jobs|rules')],
    'The worker knows the list of jobs; what they do is the domains’ matter.',
  ),
  layer(
    'server-mounts',
    '^server/',
    [
      '^server/',
      '^worker/',
      CORE,
      '^lib/(webhooks|live|health|sealed)/',
      '^lib/auth/session\\.ts$',
      '^db/(client|database-identity|migration-state)\\.ts$',
    ],
    'The server answers two paths itself and leaves the rest to Next.',
  ),
  layer(
    'sandbox-stands-alone',
    '^sandbox/',
    ['^sandbox/'],
    'A schema shared with the product would hide our misreading of the API.',
    { from: { path: '^sandbox/' } },
  ),
  layer(
    'extension-stands-alone',
    '^extension/',
    ['^extension/'],
    'It is loaded as it is, without a bundler, into the browsers of people.',
  ),
];

const bans = [
  never(
    'product-without-tests',
    '^(app|components|db|lib|server|worker)/',
    { path: '^(bench|e2e|sandbox|scripts)/|^db/testing/' },
    'The product must run without its tests, its launchers and its sandbox.',
  ),
  never(
    'product-without-dev-packages',
    '^(app|components|db|lib|server|worker|sandbox)/',
    { dependencyTypes: ['npm-dev'], pathNot: ['node_modules/@types/'] },
    'A production install leaves development packages out.',
    [...NOT_TEST, '\\.test-[a-z]+\\.ts$', '^sandbox/(testing|fixtures)/'],
  ),
  never(
    'pure-without-platform',
    PURE,
    { path: '(^|/)node_modules/(next|pg|drizzle-orm|graphile-worker)/' },
    'What runs in a browser cannot bring the framework’s server or the database.',
  ),
  never(
    'pure-without-node',
    PURE,
    { dependencyTypes: ['core'] },
    'What runs in a browser has no Node.',
  ),
  never(
    'pure-without-server-core',
    PURE,
    { path: SERVER_CORE, reachable: true },
    'The environment, the log and secrets must not come near a client bundle, however indirectly.',
  ),
  never(
    'components-without-server-core',
    '^components/',
    { path: SERVER_CORE },
    'The environment, the log and secrets must not come near a client bundle.',
  ),
  never(
    'jobs-without-framework',
    `${file('handlers')}|^worker/|^lib/(jobs|gateway)/|^db/`,
    { path: '(^|/)node_modules/(next|react|react-dom|next-auth)/' },
    'Jobs run without a request, so a helper of the framework would fail at night.',
  ),
  never(
    'sign-in-library-stays-behind-auth',
    '^(?!lib/auth/|app/api/auth/)',
    { path: '(^|/)node_modules/next-auth/' },
    'Sign-in is one library behind one folder, so that it can be replaced.',
  ),
  never(
    'dialects-stay-inside',
    '^(?!lib/gateway/)',
    { path: '^lib/gateway/(?!testing/)[^/]+/' },
    'One typed interface for all dialects: nothing outside may know which one is used.',
  ),
  never(
    'no-circles',
    '^(?!node_modules/)',
    { circular: true },
    'A circle has no order of loading.',
    [],
  ),
  never(
    'nothing-unresolved',
    '^(?!node_modules/)',
    { couldNotResolve: true },
    'An import that cannot be found is checked by none of these rules.',
    [],
  ),
];

module.exports = {
  forbidden: [...layers, ...bans],
  options: {
    // Not followed: what other people's packages import is theirs.
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|\\.cache|\\.data)/|^next-env\\.d\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
