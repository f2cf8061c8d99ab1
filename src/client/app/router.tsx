/** Every address of the client, on one screen. Sets of pages are fetched when they are needed. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import type { z } from 'zod';
import { type Api, leftWithItsPage } from '#client/api/trpc.ts';
// With the application itself: it is small, and sets of pages that share nothing else have it.
import '#client/features/catalogue/price-line.tsx';
import type { Messages } from '#client/i18n/messages.ts';
import type { MessageSet } from '#client/i18n/translation.ts';
import { part } from '#client/parts.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import { BareErrorPage, ErrorPage } from './pages/error-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { Root } from './root.tsx';
import {
  EmailSearch,
  FinishSearch,
  LinkSearch,
  ProductSearch,
  ReceiptsSearch,
  SettingsSearch,
  SignInSearch,
} from './search-params.ts';

// A file for each set, not for each page: what is used together is fetched together.
const publicPages = part(() => import('./page-sets/public-pages.ts'));
const legalPages = part(() => import('./page-sets/legal-pages.ts'));
const authPages = part(() => import('./page-sets/auth-pages.ts'));
const customerPages = part(() => import('./page-sets/customer-pages.ts'));
const accountPages = part(() => import('./page-sets/account-pages.ts'));
const signInServer = part(() => import('#client/api/auth-client.ts'));

interface RouterContext {
  api: Api;
  messages: Messages;
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NotFoundPage,
});

/** A page is drawn once its sentences are there. */
const loadMessages =
  (set: MessageSet) =>
  ({ context: { messages } }: { context: RouterContext }): Promise<void> =>
    messages.load(set);

// Anybody

const welcome = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  path: pages.welcome,
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.catalogue.offers.queryOptions({ product: 'Monica' }, leftWithItsPage));
    void queryClient.prefetchQuery(
      api.catalogue.offers.queryOptions({ product: 'OfficeLife' }, leftWithItsPage),
    );
    void api.catalogue.facts.prefetch();
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

// On the way in

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
  validateSearch: SignInSearch,
  beforeLoad: passWhoIsSignedIn,
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
  component: lazyRouteComponent(authPages, 'VerifyEmailPage'),
});
const verified = createRoute({
  getParentRoute: () => auth,
  path: pages.verified,
  validateSearch: LinkSearch,
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
  // Whoever has an account is not told that it is gone.
  beforeLoad: (at) => passWhoIsSignedIn({ ...at, search: {} }),
  component: lazyRouteComponent(authPages, 'AccountDeletedPage'),
});

// Customers

const customer = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  id: 'customer',
  beforeLoad: async ({ context: { api }, location }) => {
    const account = await api.accounts.me.ensureData();
    if (!account) throw redirect({ to: pages.login, search: { next: location.href } });
    if (!account.emailVerified) throw redirect({ to: pages.verifyEmail, search: { email: account.email } });
  },
  loader: loadMessages('customer'),
  component: lazyRouteComponent(customerPages, 'AppLayout'),
});
const home = createRoute({
  getParentRoute: () => customer,
  path: pages.home,
  loader: ({ context: { api, queryClient } }) => {
    void queryClient.prefetchQuery(api.licences.list.queryOptions({}, leftWithItsPage));
    void queryClient.prefetchQuery(api.billing.receipts.queryOptions({ page: 1 }, leftWithItsPage));
  },
  component: lazyRouteComponent(customerPages, 'HomePage'),
});

/** What a product's page needs is on its way before the page is. */
function prefetchProduct({ api, queryClient }: RouterContext, product: Product): void {
  void api.catalogue.facts.prefetch();
  // Who has a licence needs no prices, which may have to be asked for at Paddle.
  void queryClient
    .fetchQuery(api.licences.list.queryOptions({ product }, leftWithItsPage))
    .then((licences) => {
      if (licences.every(({ standing }) => standing === 'ended'))
        void queryClient.prefetchQuery(api.catalogue.offers.queryOptions({ product }, leftWithItsPage));
    })
    // The page asks again, and says what is wrong.
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
  loader: ({ context: { api, queryClient }, deps: { page = 1, product } }) =>
    void queryClient.prefetchQuery(
      api.billing.receipts.queryOptions({ page, ...(product && { product }) }, leftWithItsPage),
    ),
  component: lazyRouteComponent(customerPages, 'ReceiptsPage'),
});
const profile = createRoute({
  getParentRoute: () => customer,
  path: pages.profile,
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.accounts.profile.find.queryOptions(undefined, leftWithItsPage));
    return messages.load('account');
  },
  component: lazyRouteComponent(accountPages, 'ProfilePage'),
});
const account = createRoute({
  getParentRoute: () => customer,
  path: pages.account,
  validateSearch: SettingsSearch,
  loader: ({ context: { api, messages, queryClient } }) => {
    void queryClient.prefetchQuery(api.identity.signInMethods.queryOptions(undefined, leftWithItsPage));
    void api.catalogue.facts.prefetch();
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
const administration = createRoute({
  getParentRoute: () => customer,
  path: pages.administration,
  component: lazyRouteComponent(customerPages, 'ForbiddenPage'),
});
const administrationOfOne = createRoute({
  getParentRoute: () => customer,
  path: `${pages.administration}/$customerId`,
  component: lazyRouteComponent(customerPages, 'ForbiddenPage'),
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
  ]),
  customer.addChildren([
    home,
    monica,
    officelife,
    receipts,
    profile,
    account,
    confirmEmail,
    administration,
    administrationOfOne,
  ]),
]);

/** Pages for signing in lead those who are signed in already to where they were heading. */
async function passWhoIsSignedIn({
  context: { api },
  search: { next },
}: {
  context: RouterContext;
  search: { next?: string | undefined };
}): Promise<void> {
  // A server that does not answer keeps nobody from the form; sending it says what is wrong.
  const account = await api.accounts.me.ensureData().catch(() => null);
  if (account?.emailVerified) throw redirect({ href: next ?? pages.home, replace: true });
}

/**
 * What the sign-in of this browser waits for, where the address says that one does. An address alone, typed or kept,
 * leads to the log-in form.
 */
async function waitingSignIn({
  second,
  next,
}: z.infer<typeof SignInSearch>): Promise<readonly SecondFactor[] | null> {
  if (!second) return null;
  const { authClient } = await signInServer();
  const { waiting } = await authClient.secondStepWaiting();
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
    // A page that is long in coming: its place is kept, and said to be empty.
    defaultPendingComponent: PagePending,
    defaultPendingMs: 200,
    defaultPreload: 'intent',
    // The cache decides what is fresh, not the router.
    defaultPreloadStaleTime: 0,
    // On the server it would write a script into the page, which the policy refuses.
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
