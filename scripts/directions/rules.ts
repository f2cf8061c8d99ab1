/**
 * Defines which files may import which other files. The rules in `everythingNamed` apply to all imports, including
 * types. The rules in `whateverRuns` apply only to imports that remain after types are erased.
 */
import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Matches the server's business rules: the files of a feature that have no layer suffix. Identity and the token
 * endpoint are excluded, because they adapt better-auth and oidc-provider.
 */
const serverRule = '^src/server/features/(?!identity/|instances/oauth/).+/[^/.]+\\.ts$';
const packages = (names: string) => `node_modules/(@types/)?(${names})(/|$)`;
const serverPackages = packages(
  'express|sequelize|mysql2|oidc-provider|better-auth/dist/(?!client)|nodemailer|pino|prom-client|helmet|umzug|commander|rate-limiter-flexible|@trpc/server/dist/adapters',
);

/**
 * For each feature, the other features that it may import. Identity may import none: `server` connects its events to
 * the features that react to them. Privacy, administration and
 * the takeover are missing here because they may import every feature.
 */
export const knownFeatures: Readonly<Record<string, readonly string[]>> = {
  identity: [],
  accounts: ['licences', 'billing'],
  catalogue: [],
  billing: ['licences', 'catalogue'],
  licences: ['catalogue', 'instances'],
  instances: [],
};

/**
 * For each feature, the members of `Deps` that it uses although they belong to a feature that it may not import.
 * Identity and billing read accounts and lock their rows, and billing updates what the list of customers shows.
 * Accounts writes to the security log, which imports nothing and reads nothing else of identity.
 */
export const reachedThroughDeps: Readonly<Record<string, readonly string[]>> = {
  identity: ['accounts'],
  accounts: ['securityEvents'],
  billing: ['accounts', 'customerFacts'],
};

const featureDirections: IForbiddenRuleType[] = [
  ...Object.entries(knownFeatures).map(([feature, others]) => ({
    name: `${feature}-knows-${others.length === 0 ? 'no-other-feature' : `only-${others.join('-and-')}`}`,
    severity: 'error' as const,
    from: { path: `^src/server/features/${feature}/` },
    to: {
      path: '^src/server/features/',
      pathNot: `^src/server/features/(${[feature, ...others].join('|')})/`,
    },
  })),
  {
    name: 'features-are-strangers',
    comment: 'A new feature may not import any other until it is added to `knownFeatures`.',
    severity: 'error',
    from: {
      path: '^src/server/features/([^/]+)/',
      pathNot: `^src/server/features/(${[...Object.keys(knownFeatures), 'privacy', 'administration', 'takeover'].join('|')})/`,
    },
    to: { path: '^src/server/features/', pathNot: '^src/server/features/$1/' },
  },
];

export const everythingNamed: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    comment: 'Files in a cycle can only be understood together, even if they share nothing but types.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'shared-knows-only-zod',
    comment: 'Server and client both use shared, so everything it imports ends up in both.',
    severity: 'error',
    from: { path: '^src/shared/' },
    to: { pathNot: ['^src/shared/', packages('zod')] },
  },
  {
    name: 'ui-knows-only-shared',
    comment:
      'A primitive can be used anywhere, so it depends on no feature and no request, only on messages and shared code.',
    severity: 'error',
    from: { path: '^src/client/ui/' },
    to: {
      path: '^(src|db|scripts|bench|proofs)/',
      pathNot: ['^src/client/(ui|i18n)/', '^src/shared/'],
    },
  },
  {
    name: 'client-features-are-strangers',
    comment: 'Code that two features need belongs in ui, brand, forms, failures, i18n or shared.',
    severity: 'error',
    from: { path: '^src/client/features/([^/]+)/' },
    to: { path: '^src/client/features/', pathNot: '^src/client/features/$1/' },
  },
  {
    name: 'client-features-do-not-know-the-app',
    comment: 'The app combines the features; features do not depend on it.',
    severity: 'error',
    from: { path: '^src/client/features/' },
    to: { path: '^src/client/(app/|main\\.)' },
  },
  {
    name: 'client-sees-the-server-through-trpc',
    comment: 'Only src/client/api/trpc may refer to the server, and there only to the type of the router.',
    severity: 'error',
    from: { path: '^src/client/', pathNot: '^src/client/api/trpc\\.tsx?$' },
    to: { path: '^(src/(server|cli|paddle-twin)|db|scripts|bench|proofs)/' },
  },
  {
    name: 'the-window-is-the-router',
    severity: 'error',
    from: { path: '^src/client/api/trpc\\.tsx?$' },
    to: {
      path: '^(src/(server|cli|paddle-twin)|db|scripts|bench|proofs)/',
      pathNot: '^src/server/router\\.ts$',
    },
  },
  {
    name: 'client-has-no-server-packages',
    severity: 'error',
    from: { path: '^src/(client|shared)/' },
    to: { path: serverPackages },
  },
  {
    name: 'client-runs-in-a-browser',
    severity: 'error',
    from: { path: '^src/(client|shared)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'server-does-not-know-the-client',
    severity: 'error',
    from: { path: '^(src/(server|cli|paddle-twin)|db)/' },
    to: { path: '^src/client/' },
  },
  {
    name: 'rules-know-no-transport-and-no-database',
    comment: 'A business rule must be readable and testable without any of these.',
    severity: 'error',
    from: { path: serverRule },
    to: {
      path: [
        packages('express|sequelize|mysql2|@trpc|oidc-provider|better-auth|@better-auth|nodemailer|umzug'),
        '\\.(route|router)\\.ts$',
      ],
    },
  },
  {
    name: 'the-fold-reads-facts',
    comment: 'Alerts are translated into facts first, so that one fold works for both of Paddle’s products.',
    severity: 'error',
    from: { path: '^src/server/features/billing/fold/' },
    to: { path: '^src/server/platform/', pathNot: '^src/server/platform/paddle/(facts|reference)\\.ts$' },
  },
  {
    name: 'sequelize-stays-in-repositories',
    comment:
      'Exceptions: db is the schema itself, build-deps and create-better-auth only pass on the connection, better-auth stores its rows through an adapter, and the private server of demo and tests creates databases.',
    severity: 'error',
    from: {
      path: '^(src|scripts)/',
      pathNot: [
        '\\.repository\\.ts$',
        '^src/server/platform/database/',
        '^src/server/features/identity/(create-better-auth|better-auth/sequelize-adapter)\\.ts$',
        '^src/server/build-deps\\.ts$',
        '^scripts/local-server/',
      ],
    },
    to: { path: packages('sequelize|mysql2') },
  },
  {
    name: 'repositories-know-no-transport',
    severity: 'error',
    from: { path: '\\.repository\\.ts$' },
    to: { path: [packages('express|@trpc|oidc-provider|better-auth'), '\\.(route|router)\\.ts$'] },
  },
  {
    name: 'procedures-know-no-express',
    severity: 'error',
    from: { path: '\\.router\\.ts$' },
    to: { path: packages('express') },
  },
  {
    name: 'platform-knows-no-feature',
    comment: 'The platform depends on no feature, on no settings, and on no file at the top of src/server.',
    severity: 'error',
    from: { path: '^src/server/platform/' },
    to: { path: '^src/server/(features/|config/|[^/]+\\.ts$)' },
  },
  ...featureDirections,
  {
    name: 'the-command-line-stands-on-the-server',
    comment:
      'The command line may use the server, but not vice versa. Scripts, bench and proofs launch both; nothing imports them.',
    severity: 'error',
    from: { path: '^(src|db)/', pathNot: '^src/cli/' },
    to: { path: '^(src/cli|scripts|bench|proofs)/' },
  },
  {
    name: 'the-command-line-does-not-know-the-scripts',
    severity: 'error',
    from: { path: '^src/cli/' },
    to: { path: '^(scripts|bench|proofs|src/paddle-twin)/' },
  },
  {
    name: 'product-does-not-know-the-twin',
    comment: 'The portal is connected to the twin as to Paddle: through addresses, a public key and a clock.',
    severity: 'error',
    from: { path: '^(src|db)/', pathNot: '^src/paddle-twin/' },
    to: { path: '^src/paddle-twin/' },
  },
  {
    name: 'the-twin-does-not-know-the-product',
    comment:
      'If the twin shared code with the portal, both could have the same mistake and tests would not detect it.',
    severity: 'error',
    from: { path: '^src/paddle-twin/' },
    to: { path: '^(src|db)/', pathNot: '^src/(paddle-twin|shared)/' },
  },
  {
    name: 'the-schema-stands-alone',
    comment:
      'A migration must do the same in a year as today, so it runs no code that changes with the product.',
    severity: 'error',
    from: { path: '^db/' },
    to: { path: '^(src|scripts|bench|proofs)/' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'Except the proofs, which are long-running tests.',
    severity: 'error',
    from: { path: '^(src|db|scripts|bench)/' },
    to: { path: '^tests/' },
  },
  {
    name: 'no-orphans',
    comment: 'A file that imports nothing and is not imported is unused.',
    severity: 'error',
    from: { orphan: true, path: '\\.tsx?$', pathNot: '\\.d\\.ts$' },
    to: {},
  },
  {
    name: 'no-barrels',
    comment: 'Import a name from the file that defines it.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['export'] },
  },
  {
    name: 'every-import-is-found',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export const whateverRuns: IForbiddenRuleType[] = [
  {
    name: 'client-runs-no-server-code',
    comment: 'Only a type may be imported from the server: a value would bundle server code into the client.',
    severity: 'error',
    from: { path: '^src/client/' },
    to: { path: '^src/server/' },
  },
  {
    name: 'rules-reach-everything-through-deps',
    comment:
      'A rule runs only shared code and other rules; everything else is passed in as a dependency. Exceptions: the types for Paddle (port, asking, errors, reference), the error of the PHP portal, pure functions (client-secret, csv, equal-in-constant-time, bearer-challenges, keyset-page, message-of, failure-kinds), schedulers, which only decide when to run, and the failure log, which writes to the logger passed in. The takeover opens a database of its own, and writes second factors as identity does.',
    severity: 'error',
    from: { path: serverRule, pathNot: '^src/server/features/takeover/source/open-source\\.ts$' },
    to: {
      path: '^(src|db)/',
      pathNot: [
        '^src/shared/',
        serverRule,
        '^src/server/(platform/(csv|lists/keyset-page|database/failure-kinds|paddle/(asking|errors|port|reference)|php-portal/errors|crypto/equal-in-constant-time|rest/bearer-challenges|observability/(failure-log|message-of)|scheduling/(batcher|debounced-gate|run-if-due))|features/instances/secrets/client-secret)\\.ts$',
        '^src/server/features/identity/(two-step/(end-two-step|two-factor-secrets|secret-forms)|sign-in-methods/password-provider)\\.ts$',
      ],
    },
  },
  {
    name: 'repositories-are-reached-through-deps',
    comment:
      'Exceptions: the repositories of the event log and of accounts consist of several files, and the takeover opens the database that it reads.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: [
        '^src/server/(build-deps\\.ts|retention\\.ts|platform/|features/identity/(create-better-)?auth\\.ts$)',
        '^src/server/features/billing/event-log/[^/]+\\.repository\\.ts$',
        '^src/server/features/accounts/account\\.repository\\.ts$',
        '^src/server/features/takeover/source/open-source\\.ts$',
      ],
    },
    to: { path: '\\.repository\\.ts$' },
  },
  {
    name: 'the-product-runs-without-development-packages',
    comment: 'Exception: dev-client serves the pages during development, and production refuses to load it.',
    severity: 'error',
    from: { path: '^(src/(server|shared|cli|client)|db)/', pathNot: '^src/server/dev-client\\.ts$' },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'every-package-is-declared',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];
