/** Every address of the client, on one screen. Pages are fetched when they are needed. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import type { z } from 'zod';
import type { SecondFactor } from '#shared/account-security.ts';
import type { Product } from '#shared/catalogue.ts';
import { pages } from '#shared/pages.ts';
import {
  EmailSearch,
  FinishSearch,
  LinkSearch,
  ProductSearch,
  ReceiptsSearch,
  SettingsSearch,
  SignInSearch,
} from '../paths.ts';
import type { Api } from '../trpc.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { BarePageFault, PageFault } from './page-fault.tsx';
import { Root } from './root.tsx';

interface RouterContext {
  api: Api;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NotFoundPage,
});

// Anybody

const welcome = createRoute({
  getParentRoute: () => root,
  errorComponent: BarePageFault,
  path: pages.welcome,
  loader: ({ context: { api } }) => {
    void api.catalogue.offers.prefetch({ product: 'Monica' });
    void api.catalogue.offers.prefetch({ product: 'OfficeLife' });
    void api.catalogue.facts.prefetch();
  },
  component: lazyRouteComponent(() => import('./welcome-page.tsx'), 'WelcomePage'),
});
const terms = createRoute({
  getParentRoute: () => root,
  errorComponent: BarePageFault,
  path: pages.terms,
  component: lazyRouteComponent(() => import('./legal-page.tsx'), 'TermsPage'),
});
const privacy = createRoute({
  getParentRoute: () => root,
  errorComponent: BarePageFault,
  path: pages.privacy,
  component: lazyRouteComponent(() => import('./legal-page.tsx'), 'PrivacyPage'),
});

// On the way in

const door = createRoute({
  getParentRoute: () => root,
  errorComponent: BarePageFault,
  id: 'door',
  component: lazyRouteComponent(() => import('./door-layout.tsx'), 'DoorLayout'),
});
const login = createRoute({
  getParentRoute: () => door,
  path: pages.login,
  validateSearch: SignInSearch,
  beforeLoad: async (at) => {
    await passWhoIsSignedIn(at);
    return { waiting: await waitingSignIn(at.search) };
  },
  component: lazyRouteComponent(() => import('../features/auth/login-page.tsx'), 'LoginPage'),
});
const register = createRoute({
  getParentRoute: () => door,
  path: pages.register,
  validateSearch: SignInSearch,
  beforeLoad: passWhoIsSignedIn,
  component: lazyRouteComponent(() => import('../features/auth/register-page.tsx'), 'RegisterPage'),
});
const finishRegistration = createRoute({
  getParentRoute: () => door,
  path: pages.finishRegistration,
  validateSearch: FinishSearch,
  component: lazyRouteComponent(
    () => import('../features/auth/finish-registration-page.tsx'),
    'FinishRegistrationPage',
  ),
});
const verifyEmail = createRoute({
  getParentRoute: () => door,
  path: pages.verifyEmail,
  validateSearch: EmailSearch,
  component: lazyRouteComponent(() => import('../features/auth/verify-email-page.tsx'), 'VerifyEmailPage'),
});
const verified = createRoute({
  getParentRoute: () => door,
  path: pages.verified,
  validateSearch: LinkSearch,
  component: lazyRouteComponent(() => import('../features/auth/verified-page.tsx'), 'VerifiedPage'),
});
const forgotPassword = createRoute({
  getParentRoute: () => door,
  path: pages.forgotPassword,
  validateSearch: EmailSearch,
  component: lazyRouteComponent(
    () => import('../features/auth/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});
const resetPassword = createRoute({
  getParentRoute: () => door,
  path: pages.resetPassword,
  validateSearch: LinkSearch,
  component: lazyRouteComponent(
    () => import('../features/auth/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
});
const accountDeleted = createRoute({
  getParentRoute: () => door,
  path: pages.accountDeleted,
  // Whoever has an account is not told that it is gone.
  beforeLoad: (at) => passWhoIsSignedIn({ ...at, search: {} }),
  component: lazyRouteComponent(
    () => import('../features/auth/account-deleted-page.tsx'),
    'AccountDeletedPage',
  ),
});

// Customers

const customer = createRoute({
  getParentRoute: () => root,
  errorComponent: BarePageFault,
  id: 'customer',
  beforeLoad: async ({ context: { api }, location }) => {
    const account = await api.account.me.ensureData();
    if (!account) throw redirect({ to: pages.login, search: { next: location.href } });
    if (!account.emailVerified) throw redirect({ to: pages.verifyEmail, search: { email: account.email } });
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
});
const home = createRoute({
  getParentRoute: () => customer,
  path: pages.home,
  loader: ({ context: { api } }) => {
    void api.licences.list.prefetch({});
    void api.billing.receipts.prefetch({ page: 1 });
  },
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
});

/** What a product's page needs is on its way before the page is. */
function prefetchProduct(api: Api, product: Product): void {
  void api.licences.list.prefetch({ product });
  void api.catalogue.offers.prefetch({ product });
  void api.catalogue.facts.prefetch();
}

const monica = createRoute({
  getParentRoute: () => customer,
  path: pages.monica,
  validateSearch: ProductSearch,
  loader: ({ context: { api } }) => prefetchProduct(api, 'Monica'),
  component: lazyRouteComponent(() => import('./product-page.tsx'), 'MonicaPage'),
});
const officelife = createRoute({
  getParentRoute: () => customer,
  path: pages.officelife,
  validateSearch: ProductSearch,
  loader: ({ context: { api } }) => prefetchProduct(api, 'OfficeLife'),
  component: lazyRouteComponent(() => import('./product-page.tsx'), 'OfficeLifePage'),
});
const receipts = createRoute({
  getParentRoute: () => customer,
  path: pages.receipts,
  validateSearch: ReceiptsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { api }, deps: { page = 1, product } }) =>
    void api.billing.receipts.prefetch({ page, ...(product && { product }) }),
  component: lazyRouteComponent(() => import('../features/billing/receipts-page.tsx'), 'ReceiptsPage'),
});
const profile = createRoute({
  getParentRoute: () => customer,
  path: pages.profile,
  loader: ({ context: { api } }) => void api.account.profile.find.prefetch(),
  component: lazyRouteComponent(() => import('../features/account/profile-page.tsx'), 'ProfilePage'),
});
const account = createRoute({
  getParentRoute: () => customer,
  path: pages.account,
  validateSearch: SettingsSearch,
  loader: ({ context: { api } }) => {
    void api.account.waysIn.prefetch();
    void api.catalogue.facts.prefetch();
  },
  component: lazyRouteComponent(() => import('../features/account/settings-page.tsx'), 'SettingsPage'),
});
const confirmEmail = createRoute({
  getParentRoute: () => customer,
  path: pages.confirmEmail,
  validateSearch: LinkSearch,
  component: lazyRouteComponent(
    () => import('../features/account/confirm-email-page.tsx'),
    'ConfirmEmailPage',
  ),
});
const administration = createRoute({
  getParentRoute: () => customer,
  path: pages.administration,
  component: lazyRouteComponent(() => import('./forbidden-page.tsx'), 'ForbiddenPage'),
});
const administrationOfOne = createRoute({
  getParentRoute: () => customer,
  path: `${pages.administration}/$customerId`,
  component: lazyRouteComponent(() => import('./forbidden-page.tsx'), 'ForbiddenPage'),
});

const routeTree = root.addChildren([
  welcome,
  terms,
  privacy,
  door.addChildren([
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

/** Who is signed in already has no business at the door. */
async function passWhoIsSignedIn({
  context: { api },
  search: { next },
}: {
  context: RouterContext;
  search: { next?: string | undefined };
}): Promise<void> {
  // A server that does not answer keeps nobody from the form; sending it says what is wrong.
  const account = await api.account.me.ensureData().catch(() => null);
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
  const { authClient } = await import('../auth-client.ts');
  const { waiting } = await authClient.secondStepWaiting();
  if (waiting === null) throw redirect({ to: pages.login, search: { next }, replace: true });
  return waiting;
}

interface PortalRouterOptions extends RouterContext {
  history?: RouterHistory;
}

export function createPortalRouter({ api, history }: PortalRouterOptions) {
  return createRouter({
    routeTree,
    context: { api },
    defaultErrorComponent: PageFault,
    defaultPreload: 'intent',
    // The cache decides what is fresh, not the router.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    ...(history && { history }),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
