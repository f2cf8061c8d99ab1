/** All routes of the client. Page sets are loaded on demand. */
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import type { z } from 'zod';
import { tab } from '#client/api/tab.ts';
import { leftWithItsPage } from '#client/api/trpc.ts';
// Part of the entry chunk: they are small, and page sets that share nothing else use them.
import '#client/brand/product-site.tsx';
import '#client/features/catalogue/price-line.tsx';
import { recallReturnTo } from '#client/features/identity/return-to.ts';
import { part } from '#client/lazy-parts.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { wishOf } from '#shared/catalogue/wish.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
// Also part of the entry chunk: every page's messages use it, and otherwise every page would load a chunk that contains
// it.
import '#shared/portal-name.ts';
import { BareErrorPage, ErrorPage } from './pages/error-page.tsx';
import { isSettingsSection } from './pages/settings/settings-sections.ts';
import { administrationRoutes } from './routes/administration.tsx';
import { customerPages } from './routes/page-parts.ts';
import { loadMessages, type RouterContext, requireAccount, root } from './routes/root-route.tsx';
import {
  EmailSearch,
  FinishSearch,
  LinkSearch,
  ProductSearch,
  ReceiptsSearch,
  RegisterSearch,
  SettingsSearch,
  SignInSearch,
} from './search-params.ts';

// Each set of pages is one chunk, because its pages are used together.
const publicPages = part(() => import('./page-sets/public-pages.ts'));
const legalPages = part(() => import('./page-sets/legal-pages.ts'));
const authPages = part(() => import('./page-sets/auth-pages.ts'));
const accountPages = part(() => import('./page-sets/account-pages.ts'));
const signInServer = part(() => import('#client/api/auth-client.ts'));

// Public pages

const welcome = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  path: pages.welcome,
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.catalogue.offers.queryOptions({ product: 'Monica' }, leftWithItsPage));
    void queryClient.prefetchQuery(
      api.catalogue.offers.queryOptions({ product: 'OfficeLife' }, leftWithItsPage),
    );
    void api.catalogue.publicConfig.prefetch();
    return messages.load('public');
  },
  component: lazyRouteComponent(publicPages, 'WelcomePage'),
});
const terms = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  path: pages.terms,
  loader: loadMessages('legal'),
  component: lazyRouteComponent(legalPages, 'TermsPage'),
});
const privacy = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  path: pages.privacy,
  loader: loadMessages('legal'),
  component: lazyRouteComponent(legalPages, 'PrivacyPage'),
});

// Sign-in pages

const auth = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  id: 'auth',
  loader: loadMessages('auth'),
  component: lazyRouteComponent(authPages, 'AuthLayout'),
});
const login = createRoute({
  getParentRoute: () => auth,
  path: pages.login,
  validateSearch: SignInSearch,
  beforeLoad: async (at) => {
    await passWhoIsSignedIn(at);
    return { waiting: await waitingSignIn(at.search) };
  },
  component: lazyRouteComponent(authPages, 'LoginPage'),
});
const register = createRoute({
  getParentRoute: () => auth,
  path: pages.register,
  validateSearch: RegisterSearch,
  beforeLoad: passWhoIsSignedIn,
  loaderDeps: ({ search: { next } }) => ({ next }),
  loader: ({ context: { api, queryClient }, deps: { next } }) => {
    const wish = wishOf(next);
    if (!wish) return;
    void queryClient.prefetchQuery(
      api.catalogue.offers.queryOptions({ product: wish.product }, leftWithItsPage),
    );
  },
  component: lazyRouteComponent(authPages, 'RegisterPage'),
});
const finishRegistration = createRoute({
  getParentRoute: () => auth,
  path: pages.finishRegistration,
  validateSearch: FinishSearch,
  component: lazyRouteComponent(authPages, 'FinishRegistrationPage'),
});
const verifyEmail = createRoute({
  getParentRoute: () => auth,
  path: pages.verifyEmail,
  validateSearch: EmailSearch,
  beforeLoad: passWhoIsSignedIn,
  component: lazyRouteComponent(authPages, 'VerifyEmailPage'),
});
const verified = createRoute({
  getParentRoute: () => auth,
  path: pages.verified,
  validateSearch: LinkSearch,
  beforeLoad: leaveConfirmed,
  component: lazyRouteComponent(authPages, 'VerifiedPage'),
});
const forgotPassword = createRoute({
  getParentRoute: () => auth,
  path: pages.forgotPassword,
  validateSearch: EmailSearch,
  component: lazyRouteComponent(authPages, 'ForgotPasswordPage'),
});
const resetPassword = createRoute({
  getParentRoute: () => auth,
  path: pages.resetPassword,
  validateSearch: LinkSearch,
  component: lazyRouteComponent(authPages, 'ResetPasswordPage'),
});
const accountDeleted = createRoute({
  getParentRoute: () => auth,
  path: pages.accountDeleted,
  // Redirects signed-in users, because their account hasn't been deleted.
  beforeLoad: (at) => passWhoIsSignedIn({ ...at, search: {} }),
  component: lazyRouteComponent(authPages, 'AccountDeletedPage'),
});
const stopCorrection = createRoute({
  getParentRoute: () => auth,
  path: pages.stopCorrection,
  validateSearch: LinkSearch,
  component: lazyRouteComponent(authPages, 'StopCorrectionPage'),
});

// Customer pages

const customer = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  id: 'customer',
  beforeLoad: async (at) => {
    await requireAccount(at);
  },
  loader: loadMessages('customer'),
  component: lazyRouteComponent(customerPages, 'AppLayout'),
});
const home = createRoute({
  getParentRoute: () => customer,
  path: pages.home,
  loader: ({ context: { api, queryClient } }) => {
    void queryClient.prefetchQuery(api.licences.list.queryOptions({}, leftWithItsPage));
    void queryClient.prefetchQuery(api.billing.receipts.queryOptions({}, leftWithItsPage));
    void queryClient.prefetchQuery(api.accounts.email.refusal.queryOptions(undefined, leftWithItsPage));
  },
  component: lazyRouteComponent(customerPages, 'HomePage'),
});

/** Starts fetching a product page's data while its chunk is loading. */
function prefetchProduct({ api, queryClient }: RouterContext, product: Product): void {
  void api.catalogue.publicConfig.prefetch();
  // Prices may require a query to Paddle, so they are prefetched only for customers without a working licence.
  void queryClient
    .fetchQuery(api.licences.list.queryOptions({ product }, leftWithItsPage))
    .then((licences) => {
      if (licences.every(({ standing }) => standing === 'ended'))
        void queryClient.prefetchQuery(api.catalogue.offers.queryOptions({ product }, leftWithItsPage));
    })
    // The error is ignored here, because the page repeats the query and shows it.
    .catch(() => undefined);
}

const monica = createRoute({
  getParentRoute: () => customer,
  path: pages.monica,
  validateSearch: ProductSearch,
  loader: ({ context }) => prefetchProduct(context, 'Monica'),
  component: lazyRouteComponent(customerPages, 'MonicaPage'),
});
const officelife = createRoute({
  getParentRoute: () => customer,
  path: pages.officelife,
  validateSearch: ProductSearch,
  loader: ({ context }) => prefetchProduct(context, 'OfficeLife'),
  component: lazyRouteComponent(customerPages, 'OfficeLifePage'),
});
const receipts = createRoute({
  getParentRoute: () => customer,
  path: pages.receipts,
  validateSearch: ReceiptsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { api, queryClient }, deps: { after, before, product, year } }) =>
    void queryClient.prefetchQuery(
      api.billing.receipts.queryOptions({ after, before, product, year }, leftWithItsPage),
    ),
  component: lazyRouteComponent(customerPages, 'ReceiptsPage'),
});
const profile = createRoute({
  getParentRoute: () => customer,
  path: pages.profile,
  beforeLoad: ({ location: { hash } }) => {
    // The settings used to be at this path, so e-mails and bookmarks may link to their sections here.
    if (isSettingsSection(hash)) throw redirect({ to: pages.settings, hash, replace: true });
  },
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.accounts.profile.find.queryOptions(undefined, leftWithItsPage));
    return messages.load('account');
  },
  component: lazyRouteComponent(accountPages, 'ProfilePage'),
});
const settings = createRoute({
  getParentRoute: () => customer,
  path: pages.settings,
  validateSearch: SettingsSearch,
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.identity.signInMethods.queryOptions(undefined, leftWithItsPage));
    void api.catalogue.publicConfig.prefetch();
    return messages.load('account');
  },
  component: lazyRouteComponent(accountPages, 'SettingsPage'),
});
const confirmEmail = createRoute({
  getParentRoute: () => customer,
  path: pages.confirmEmail,
  validateSearch: LinkSearch,
  loader: loadMessages('account'),
  component: lazyRouteComponent(accountPages, 'ConfirmEmailPage'),
});
const routeTree = root.addChildren([
  welcome,
  terms,
  privacy,
  auth.addChildren([
    login,
    register,
    finishRegistration,
    verifyEmail,
    verified,
    forgotPassword,
    resetPassword,
    accountDeleted,
    stopCorrection,
  ]),
  customer.addChildren([home, monica, officelife, receipts, profile, settings, confirmEmail]),
  administrationRoutes,
]);

/** If the user is already signed in, redirects them to the page they were heading for. */
async function passWhoIsSignedIn({
  context: { api },
  search: { next },
}: {
  context: RouterContext;
  search: { next?: string | undefined };
}): Promise<void> {
  // If the server doesn't respond, the form is shown anyway; submitting it shows the error.
  const account = await api.accounts.me.ensureData().catch(() => null);
  if (account?.emailVerified) throw redirect({ href: next ?? pages.home, replace: true });
}

/**
 * Once the link in the e-mail has confirmed the address, redirects the user to the page they were heading for, or to
 * the sign-in form if the link hasn't signed them in. What this browser was last used for counts more than the link,
 * which may be older.
 */
async function leaveConfirmed({
  context: { api },
  search: { token, error, next },
}: {
  context: RouterContext;
  search: z.infer<typeof LinkSearch>;
}): Promise<void> {
  if (token !== undefined || error !== undefined) return;
  const wanted = recallReturnTo() ?? next;
  const account = await api.accounts.me.ensureData().catch(() => null);
  if (!account?.emailVerified)
    throw redirect({ to: pages.login, search: { next: wanted, confirmed: true }, replace: true });
  tab.arrive();
  throw redirect({ href: wanted ?? pages.home, replace: true });
}

/**
 * Returns the second factors that the pending sign-in accepts; null if the URL doesn't say that a sign-in is pending.
 * If the URL does but the server knows of no pending sign-in, for example because the URL was typed or bookmarked,
 * redirects to the sign-in form.
 */
async function waitingSignIn({
  second,
  next,
}: z.infer<typeof SignInSearch>): Promise<readonly SecondFactor[] | null> {
  if (!second) return null;
  const { authClient } = await signInServer();
  const { waiting } = await authClient.pendingTwoStep();
  if (waiting === null) throw redirect({ to: pages.login, search: { next }, replace: true });
  return waiting;
}

function PagePending() {
  return <Skeleton height="30rem" />;
}

interface PortalRouterOptions extends RouterContext {
  history?: RouterHistory;
}

export function createPortalRouter({ api, messages, queryClient, history }: PortalRouterOptions) {
  return createRouter({
    routeTree,
    context: { api, messages, queryClient },
    defaultErrorComponent: ErrorPage,
    // Reserves space for a page that is slow to load, and marks it as loading.
    defaultPendingComponent: PagePending,
    defaultPendingMs: 200,
    defaultPreload: 'intent',
    // The query cache, not the router, decides whether data is still fresh.
    defaultPreloadStaleTime: 0,
    // On the server, scroll restoration would add an inline script, which the content security policy blocks.
    scrollRestoration: typeof document !== 'undefined',
    ...(history && { history }),
  });
}

export type PortalRouter = ReturnType<typeof createPortalRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: PortalRouter;
  }
}
