/** The routes of administration. Their code and messages are fetched for administrators only. */
import { createRoute, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { trpc } from '#client/api/trpc.ts';
import { BareErrorPage } from '#client/app/pages/error-page.tsx';
import {
  AuditSearch,
  CustomersSearch,
  InboxSearch,
  InstancesSearch,
  MailsSearch,
  OverdueChecksSearch,
} from '#client/app/search-params.ts';
import { pages } from '#shared/pages.ts';
import { administrationPages, customerPages } from './page-parts.ts';
import { requireAccount, root } from './root-route.tsx';

const Layout = lazyRouteComponent(administrationPages, 'AdministrationLayout');
const Forbidden = lazyRouteComponent(customerPages, 'ForbiddenPage');

const administration = createRoute({
  getParentRoute: () => root,
  errorComponent: BareErrorPage,
  path: pages.administration,
  beforeLoad: async (at) => ({ mayEnter: (await requireAccount(at)).administratorRole !== null }),
  loader: async ({ context: { mayEnter, messages } }) => {
    if (mayEnter)
      await Promise.all([messages.load('customer', 'account', 'administration'), Layout.preload?.()]);
    else await Promise.all([messages.load('customer'), Forbidden.preload?.()]);
  },
  component: Frame,
});

/** Shows the pages to administrators only, also if they lose the role while the page is open. */
function Frame() {
  const { data: account } = trpc.accounts.me.useQuery();
  return account && account.administratorRole === null ? <Forbidden /> : <Layout />;
}

type PageName =
  | 'AdministratorsPage'
  | 'AuditPage'
  | 'CustomerPage'
  | 'CustomersPage'
  | 'EventPage'
  | 'InboxPage'
  | 'InstancePage'
  | 'InstancesPage'
  | 'MailsPage'
  | 'OverdueChecksPage'
  | 'OverviewPage'
  | 'PlansPage';

/** Fetches a page's code for administrators only; the router would fetch it for everyone. */
function page(name: PageName) {
  const Page = lazyRouteComponent(administrationPages, name);
  return {
    loader: async ({ context: { mayEnter } }: { context: { mayEnter: boolean } }) => {
      if (mayEnter) await Page.preload?.();
    },
    component: () => <Page />,
  };
}

const overview = createRoute({
  getParentRoute: () => administration,
  path: '/',
  ...page('OverviewPage'),
});
const isNumber = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id);
/** E-mails to the operator link to customers by their numbers. */
const customerByNumber = createRoute({
  getParentRoute: () => administration,
  path: '/$customerId',
  beforeLoad: ({ context: { mayEnter }, params }) => {
    if (!isNumber(params.customerId)) throw notFound();
    if (mayEnter) throw redirect({ to: pages.customer, params, replace: true });
  },
});
const customers = createRoute({
  getParentRoute: () => administration,
  path: '/customers',
  validateSearch: CustomersSearch,
  ...page('CustomersPage'),
});
const customer = createRoute({
  getParentRoute: () => administration,
  path: '/customers/$customerId',
  beforeLoad: ({ params }) => {
    if (!isNumber(params.customerId)) throw notFound();
  },
  ...page('CustomerPage'),
});
const instances = createRoute({
  getParentRoute: () => administration,
  path: '/instances',
  validateSearch: InstancesSearch,
  ...page('InstancesPage'),
});
const overdueChecks = createRoute({
  getParentRoute: () => administration,
  path: '/instances/overdue-checks',
  validateSearch: OverdueChecksSearch,
  ...page('OverdueChecksPage'),
});
const instance = createRoute({
  getParentRoute: () => administration,
  path: '/instances/$clientId',
  beforeLoad: ({ params }) => {
    if (!/^[\w-]{1,36}$/.test(params.clientId)) throw notFound();
  },
  ...page('InstancePage'),
});
const mails = createRoute({
  getParentRoute: () => administration,
  path: '/mails',
  validateSearch: MailsSearch,
  ...page('MailsPage'),
});
const plans = createRoute({
  getParentRoute: () => administration,
  path: '/plans',
  ...page('PlansPage'),
});
const inbox = createRoute({
  getParentRoute: () => administration,
  path: '/inbox',
  validateSearch: InboxSearch,
  ...page('InboxPage'),
});
const inboxEvent = createRoute({
  getParentRoute: () => administration,
  path: '/inbox/$eventId',
  beforeLoad: ({ params }) => {
    if (!isNumber(params.eventId)) throw notFound();
  },
  ...page('EventPage'),
});
const auditLog = createRoute({
  getParentRoute: () => administration,
  path: '/audit-log',
  validateSearch: AuditSearch,
  ...page('AuditPage'),
});
const administrators = createRoute({
  getParentRoute: () => administration,
  path: '/administrators',
  ...page('AdministratorsPage'),
});

export const administrationRoutes = administration.addChildren([
  overview,
  customerByNumber,
  customers,
  customer,
  inbox,
  inboxEvent,
  instances,
  overdueChecks,
  instance,
  mails,
  plans,
  auditLog,
  administrators,
]);
