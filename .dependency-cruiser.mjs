// Who may import whom: the direction of ARCHITECTURE.md as data. Run by scripts/check-imports.mjs.
const test = '\\.test\\.tsx?$';
const role = (...names) => `\\.(${names.join('|')})\\.ts$`;
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const direction = [
  {
    name: 'platform-knows-no-capability',
    comment:
      'The platform carries every capability; a shape it shares with the dictionary stands in an entry.schema.ts.',
    from: { path: '^src/platform/', pathNot: test },
    to: { path: '^src/', pathNot: ['^src/platform/', '^src/config\\.ts$', '^src/dictionary/entry\\.schema\\.ts$'] },
  },
  {
    name: 'platform-takes-only-the-entry-shape',
    comment: 'Only platform/*.schema.ts may take the shape of a dictionary entry, for the one shape of every refusal.',
    from: { path: '^src/platform/', pathNot: [test, role('schema')] },
    to: { path: '^src/dictionary/' },
  },
  {
    name: 'dictionary-knows-no-capability',
    comment: 'The dictionary is data and pure rules; only its own routes, jobs and use cases meet an actor.',
    from: { path: '^src/dictionary/', pathNot: [test, role('usecases', 'routes', 'job', 'command')] },
    to: { path: '^src/', pathNot: '^src/(platform|dictionary)/' },
  },
  {
    name: 'models-decide-without-the-world',
    comment: 'A model imports models, schemas and the dictionary only; clock, ids and rows come in as arguments.',
    from: { path: role('model') },
    to: {
      path: '^src/',
      pathNot: [
        role('model', 'schema'),
        '^src/platform/',
        '^src/runs/job\\.ts$',
        '^src/connectors/connector\\.ts$',
        '^src/fixes/fix\\.ts$',
        '^src/dictionary/(?!.*\\.(usecases|repository|read-model|routes|job)\\.ts$)',
      ],
    },
  },
  {
    name: 'models-take-types-of-the-platform',
    comment:
      'Of the platform and the job contract a model may know a type (an actor, a clock), never a function: use "import type".',
    from: { path: role('model') },
    to: {
      path: ['^src/platform/', '^src/runs/job\\.ts$'],
      pathNot: role('model', 'schema'),
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'models-do-no-io',
    comment: 'No file, network, process or database in a model.',
    from: { path: role('model') },
    to: {
      path: [
        '^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|worker_threads|readline|repl|inspector|sqlite)(/|$)',
        packages('pg', 'pg-copy-streams', 'kysely', 'fastify', '@fastify', 'pino', 'undici', 'nodemailer', 'yauzl'),
      ],
    },
  },
  {
    name: 'schemas-are-shapes',
    comment:
      'A schema imports schemas, models and the dictionary: the console reads it, so nothing of a server may hang on it.',
    from: { path: role('schema') },
    to: { path: '^src/', pathNot: [role('model', 'schema'), '^src/dictionary/entries/'] },
  },
  {
    name: 'repositories-ask-nobody',
    comment: 'What reads and writes tables knows no use case and no edge.',
    from: { path: role('repository', 'read-model') },
    to: { path: [role('usecases', 'routes', 'job', 'command'), '^src/(app|main|config)\\.ts$'] },
  },
  {
    name: 'use-cases-know-no-edge',
    comment: 'Routes, jobs and the command line call the use case, never the other way round.',
    from: { path: role('usecases') },
    to: { path: [role('routes', 'job', 'command'), '^src/(app|main)\\.ts$'] },
  },
  {
    name: 'edges-go-through-a-use-case',
    comment:
      'Permission, tenant filter and audit row are in the use case: an edge that reads tables itself passes them by.',
    // actor.routes.ts finds out who acts, before which there is no use case to call.
    from: { path: role('routes', 'command'), pathNot: '^src/access/actor\\.routes\\.ts$' },
    to: { path: role('repository') },
  },
  {
    name: 'the-pipeline-knows-no-job',
    comment: 'Runs carry, hold and account records without looking into them: a job hands in what is known of its own.',
    from: { path: '^src/runs/', pathNot: test },
    to: { path: '^src/(rostering|connectors)/' },
  },
  {
    name: 'connectors-know-the-contract-only',
    comment:
      'A connector imports the contract, the dictionary and the platform; retry, rate and logging live elsewhere.',
    from: { path: '^src/connectors/[^/]+/', pathNot: test },
    to: { path: '^src/', pathNot: '^src/(connectors|dictionary|platform)/' },
  },
  {
    name: 'a-connector-knows-no-other',
    comment: 'What several systems share stands in connectors/oneroster/.',
    from: { path: '^src/connectors/([^/]+)/' },
    to: { path: '^src/connectors/[^/]+/', pathNot: ['^src/connectors/$1/', '^src/connectors/oneroster/'] },
  },
];

const borders = [
  {
    name: 'console-reads-shapes-and-the-dictionary',
    comment: 'The web application takes from the server its schemas (as types) and the dictionary, nothing else.',
    from: { path: '^src/console/' },
    to: {
      path: '^src/',
      pathNot: [
        '^src/console/',
        '^src/dictionary/(?!.*\\.(usecases|repository|read-model|routes|job)\\.ts$)',
        role('schema'),
      ],
    },
  },
  {
    name: 'console-takes-schemas-as-types',
    comment: 'Use "import type": a schema at run time brings zod to every browser.',
    from: { path: '^src/console/', pathNot: test },
    to: { path: role('schema'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'console-runs-in-a-browser',
    comment: 'Nothing of Node.',
    from: { path: '^src/console/', pathNot: test },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'server-knows-no-console',
    comment: 'The server serves the built files.',
    from: { path: '^(src|bench|sandbox)/', pathNot: '^src/console/' },
    to: { path: '^src/console/' },
  },
  {
    name: 'app-is-the-root',
    comment: 'Only the command line and tests put the whole together.',
    from: { pathNot: ['^src/(commands|app)\\.ts$', '^tests/', '^bench/', test] },
    to: { path: '^src/(app|work)\\.ts$' },
  },
  {
    name: 'main-is-imported-by-nobody',
    comment: 'main.ts and commands.ts are the command line; logic that others need belongs to a capability.',
    from: { pathNot: '^src/main\\.ts$' },
    to: { path: '^src/(main|commands)\\.ts$' },
  },
  {
    name: 'product-does-not-need-its-tests',
    comment: 'src is what is published; the command line may start the sandbox for the demo.',
    from: { path: '^src/', pathNot: [test, '^src/commands\\.ts$'] },
    to: { path: '^(bench|sandbox|tests)/' },
  },
  {
    name: 'main-starts-the-sandbox-only',
    comment: 'bench and tests are no part of the product.',
    from: { path: '^src/(main|commands)\\.ts$' },
    to: { path: '^(bench|tests)/' },
  },
  {
    name: 'roster-is-written-by-its-job-only',
    comment: 'Nothing of a roster changes but through a run, which gives every record its outcome.',
    from: { pathNot: ['^src/rostering/.*\\.job\\.ts$', test] },
    to: { path: '^src/rostering/.*roster-write\\.repository\\.ts$' },
  },
  {
    name: 'pushed-records-are-written-with-their-outcome',
    comment:
      'What the rostering API brings is written by its use cases and its batch, which give every record its outcome.',
    from: { pathNot: ['^src/rostering/(api/.*\\.usecases|batch/.*\\.job|batch/batch-write\\.repository)\\.ts$', test] },
    to: { path: '^src/rostering/(api/write|batch/batch-write)\\.repository\\.ts$' },
  },
  {
    name: 'data-goes-with-its-connection-only',
    comment: 'Roster, runs and outcomes are removed for good when their connection is deleted, and at no other time.',
    from: { pathNot: ['^src/connections/connection-deletion\\.usecases\\.ts$', test] },
    to: { path: '^src/connections/deletion\\.repository\\.ts$' },
  },
  {
    name: 'history-goes-by-retention-only',
    comment:
      'History is changed where somebody is forgotten, and removed where its time is over, and at no other place.',
    from: { pathNot: ['^src/retention/', test] },
    to: { path: '^src/retention/(erasure|retention|partition)\\.repository\\.ts$' },
  },
];

const hygiene = [
  {
    name: 'no-cycles',
    comment: 'Two modules that need each other are one, or three.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A module that nobody imports and that imports nothing is left over.',
    from: { orphan: true, pathNot: ['\\.d\\.ts$', test, '\\.css$', '^scripts/', '^[^/]+\\.config\\.ts$'] },
    to: {},
  },
  {
    name: 'imports-exist',
    comment: 'Every import leads to a file or an installed package.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^virtual:' },
  },
  {
    name: 'packages-are-named',
    comment: 'A package stands in package.json before it is imported.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'product-runs-without-dev-packages',
    comment: 'What the installed product imports is a dependency (the console is built, its packages are not).',
    from: { path: '^src/', pathNot: ['^src/console/', test] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

export default {
  forbidden: [...direction, ...borders, ...hygiene].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    // dependency-cruiser does not read TypeScript 7 by itself and then passes with 0 modules.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
