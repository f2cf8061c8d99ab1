/** Routes all URLs of the server, in order. */
import express, { type Express, type RequestHandler } from 'express';
import { unsubscribePath } from '#shared/accounts/mail-choices.ts';
import { previewPath } from '#shared/accounts/mail-previews.ts';
import { auditFilePath } from '#shared/administration/audit.ts';
import { customersFilePath } from '#shared/administration/customers.ts';
import { mailsFilePath } from '#shared/administration/mails.ts';
import { receiptsFilePath } from '#shared/billing/billing.ts';
import { browserFaultsPath } from '#shared/faults/fault-words.ts';
import { apiDocumentPath, isPage } from '#shared/pages.ts';
import { problemPagesPath } from '#shared/problems.ts';
import type { Config } from './config/config.ts';
import type { Deps } from './deps.ts';
import { useApiToken } from './features/accounts/api-tokens/use-api-token.ts';
import { unsubscribePage } from './features/accounts/mail-choices/unsubscribe.route.ts';
import { userResource } from './features/accounts/user.route.ts';
import { auditedFileHandler } from './features/administration/audit/audited-file.route.ts';
import { auditFile } from './features/administration/audit/export-audit-log.ts';
import { customersFile } from './features/administration/customers/export-customers.ts';
import { mailsFile } from './features/administration/mails/export-mails.ts';
import { mailPreviewHandler } from './features/administration/mails/preview.route.ts';
import { viewingOf } from './features/administration/view-as/viewing.ts';
import { receiptsResource } from './features/billing/receipts/receipts.route.ts';
import { receiptsFileHandler } from './features/billing/receipts/receipts-file.route.ts';
import type { Auth } from './features/identity/auth.ts';
import { licencesResource } from './features/licences/licences.route.ts';
import { personalDataHandler, personalDataPath } from './features/privacy/export/personal-data.route.ts';
import { oldAddresses, reloadOldTabs } from './features/takeover/addresses/old-addresses.route.ts';
import { oldLinks } from './features/takeover/links/old-links.route.ts';
import { browserFaultsHandler } from './platform/browser-faults/browser-faults.route.ts';
import { apiPage } from './platform/documents/api-page.ts';
import { problemPage } from './platform/documents/problem-page.ts';
import { allow, reading, readingAndWriting, writing } from './platform/http/allowed-methods.ts';
import { handleErrors } from './platform/http/handle-errors.ts';
import { livez, readyz } from './platform/http/probes.ts';
import { sendProblem } from './platform/http/problem.ts';
import { addressIn, trustOf } from './platform/http/request/client-address.ts';
import { countryReader } from './platform/http/request/country.ts';
import type { HttpHandler } from './platform/http/request-pipeline.ts';
import { sameOrigin } from './platform/http/same-origin.ts';
import { securityHeaders } from './platform/http/security-headers.ts';
import { brandFiles } from './platform/pages/brand-files.ts';
import { apiAddresses } from './platform/rest/api-addresses.ts';
import { customerApi } from './platform/rest/customer-api.ts';
import { trpcHandler } from './platform/trpc/handler.ts';
import { trpcMethods } from './platform/trpc/trpc-methods.ts';
import { appRouter } from './router.ts';

export interface AppParts {
  config: Config;
  deps: Deps;
  auth: Auth;
  validate: HttpHandler;
  webhook: HttpHandler;
  oauth: RequestHandler;
  /** The text of docs/api.md, which is served to clients. */
  apiDocument: string;
  /** Serves the pages: from the built files or, in development, through Vite. */
  client: RequestHandler;
  isReady: () => Promise<boolean>;
}

/**
 * Creates the request handler. The two busiest routes bypass Express, because Express would cut the ping's throughput
 * by two thirds (docs/architecture.md). URLs of these routes with a query string still go through Express.
 */
export function createApp(parts: AppParts): HttpHandler {
  const { validate, webhook } = parts;
  const routes = createRoutes(parts);
  return apiAddresses((req, res) => {
    if (req.url === '/api/validate') validate(req, res);
    else if (req.url === '/paddle/webhook') webhook(req, res);
    else routes(req, res);
  });
}

function createRoutes({
  config,
  deps,
  auth,
  validate,
  webhook,
  oauth,
  apiDocument,
  client,
  isReady,
}: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  const trust = trustOf(config.trustProxy);
  app.set('trust proxy', (address: string, hop: number) => trust(addressIn(address), hop));
  app.use(securityHeaders({ https: config.appUrl.startsWith('https:'), devClient: config.devClient }));

  app.use(reloadOldTabs(config.appUrl));

  // These routes accept all methods, because `apiAddresses`, `allow` and the sign-in handlers reject the ones that
  // aren't allowed. `app.all` would add a layer for each of Node's 34 methods.
  app.route('/livez').all(livez);
  app.route('/readyz').all(readyz(isReady));
  app.route('/paddle/webhook').all(webhook);
  app.route('/api/validate').all(validate);
  app.use(oauth);
  app.route('/api/auth/{*path}').all(auth.handler);
  app.use('/auth', auth.oauthFlow);
  app.use(
    customerApi({
      deps,
      resources: [userResource, licencesResource, receiptsResource],
      whose: (token) => useApiToken(deps, token),
    }),
  );
  app.use(
    '/trpc',
    allow(trpcMethods(appRouter)),
    sameOrigin(config.appUrl),
    trpcHandler({
      router: appRouter,
      deps,
      signedInOf: auth.signedInOf,
      viewingOf: (headers, signedIn) => viewingOf(deps, headers, signedIn),
      countryOf: countryReader(config),
    }),
  );
  app.route(personalDataPath).all(allow(reading), personalDataHandler({ deps, signedInOf: auth.signedInOf }));
  app.route(receiptsFilePath).all(allow(reading), receiptsFileHandler({ deps, signedInOf: auth.signedInOf }));
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  const ofAdministrators = { deps, signedInOf: auth.signedInOf };
  app.route(customersFilePath).all(allow(writing), form, auditedFileHandler(customersFile, ofAdministrators));
  app.route(mailsFilePath).all(allow(writing), form, auditedFileHandler(mailsFile, ofAdministrators));
  app.route(previewPath).all(allow(reading), mailPreviewHandler(ofAdministrators));
  app.route(auditFilePath).all(allow(writing), form, auditedFileHandler(auditFile, ofAdministrators));
  app
    .route(browserFaultsPath)
    .all(
      allow(writing),
      browserFaultsHandler({ appUrl: config.appUrl, log: deps.log, limiter: deps.limiter }),
    );
  // Mail programs post here without a session and from any origin, so the origin isn't checked.
  app.route(unsubscribePath).all(allow(readingAndWriting), unsubscribePage(deps));
  app.route(`${problemPagesPath}/:name`).all(allow(reading), problemPage);
  app.route(apiDocumentPath).all(allow(reading), apiPage(apiDocument, config.appUrl));
  app.use(oldAddresses());
  app.use(oldLinks({ config, deps, links: auth.links }));
  app.use(['/api', '/paddle', '/oauth', '/.well-known'], (_req, res) => {
    sendProblem(res, 'not_found', {
      detail: `No such address. ${config.appUrl}${apiDocumentPath} lists them.`,
    });
  });
  app.use(brandFiles(config.brand));
  app.use(
    allow(({ path }) => (isPage(path) ? reading : null)),
    client,
  );
  app.use((_req, res) => sendProblem(res, 'not_found', { detail: 'No such address.' }));
  app.use(handleErrors(deps.log));
  return app;
}
