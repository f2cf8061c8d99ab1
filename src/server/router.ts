/** Combines the routers of the features. `AppRouter` is all that the client knows of the server. */
import { accountsRouter } from './features/accounts/accounts.router.ts';
import { administrationRouter } from './features/administration/administration.router.ts';
import { billingRouter } from './features/billing/billing.router.ts';
import { catalogueRouter } from './features/catalogue/catalogue.router.ts';
import { identityRouter } from './features/identity/identity.router.ts';
import { licencesRouter } from './features/licences/licences.router.ts';
import { privacyRouter } from './features/privacy/privacy.router.ts';
import { router } from './platform/trpc/procedures.ts';

export const appRouter = router({
  accounts: accountsRouter,
  administration: administrationRouter,
  billing: billingRouter,
  catalogue: catalogueRouter,
  identity: identityRouter,
  licences: licencesRouter,
  privacy: privacyRouter,
});

export type AppRouter = typeof appRouter;
