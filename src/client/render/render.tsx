/** Renders pages on the server. Public pages are rendered in full; for all others, only the layout around them is. */
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { renderToString } from 'react-dom/server';
import { createTranslator, useTranslations } from 'use-intl';
import { AdministrationLayout } from '#client/app/layouts/administration/administration-layout.tsx';
import { AppLayout } from '#client/app/layouts/app-layout.tsx';
import { AuthLayout } from '#client/app/layouts/auth-layout.tsx';
import { createPortal, Portal, Providers } from '#client/app/portal.tsx';
import { Root } from '#client/app/root.tsx';
import { createMessages, type Messages, messageSets } from '#client/i18n/messages.ts';
import type { EnglishMessages, Translation } from '#client/i18n/translation.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import type { Drawing, DrawPage, PageToDraw } from '#shared/first-answer.ts';
import { isPublicPage, type PageName, type PageSet, pageSets, pages } from '#shared/pages.ts';
import { styleByRules } from './inline-styles.ts';

/** A path that matches no route. */
const nowhere = '/404';

/** Never resolves, because server rendering makes no requests. Data that isn't available yet is rendered as loading. */
const askNobody = () => new Promise<Response>(() => undefined);

function Coming() {
  const t = useTranslations('app');
  return (
    <>
      <noscript>
        <p>{t('needsScript')}</p>
      </noscript>
      <Skeleton height="30rem" />
    </>
  );
}

async function drawPublic({ page, first, nonce }: PageToDraw, messages: Messages): Promise<string> {
  const history = createMemoryHistory({ initialEntries: [page ? pages[page] : nowhere] });
  const portal = createPortal({ messages, history, first, fetch: askNobody });
  await portal.router.load();
  return renderToString(<Portal portal={portal} nonce={nonce} />);
}

const layouts: Readonly<Partial<Record<PageSet, RouteComponent>>> = {
  auth: AuthLayout,
  administration: AdministrationLayout,
};

/** Renders the layout without the account, so the result is the same for every user and can be cached. */
async function drawFrame(page: PageName, { first, nonce }: PageToDraw, messages: Messages): Promise<string> {
  const root = createRootRoute({ component: Root });
  const frame = createRoute({
    getParentRoute: () => root,
    id: 'frame',
    component: layouts[pageSets[page]] ?? AppLayout,
  });
  const anything = createRoute({ getParentRoute: () => frame, path: '$', component: Coming });
  const router = createRouter({
    routeTree: root.addChildren([frame.addChildren([anything])]),
    history: createMemoryHistory({ initialEntries: [pages[page]] }),
  });
  await router.load();
  const { publicConfig } = first;
  const portal = createPortal({
    messages,
    first: { publicConfig },
    fetch: askNobody,
    history: createMemoryHistory(),
  });
  return renderToString(
    <Providers portal={portal} nonce={nonce}>
      <RouterProvider router={router} />
    </Providers>,
  );
}

/** Returns the title and description of a page. All message sets must be loaded. */
function wordsOf({ page, first }: PageToDraw, source: Messages): Omit<Drawing, 'html'> {
  const { locale } = source.current();
  const messages = source.current().messages as Translation;
  const { legal } = messages;
  const own = first.legalText?.text.title;
  const t = createTranslator({ locale, messages: messages as EnglishMessages });
  const titles: Readonly<Record<PageName, string>> = {
    welcome: t('welcome.title'),
    login: t('auth.signIn'),
    register: t('auth.createAccount'),
    finishRegistration: t('providers.first.title'),
    verifyEmail: t('auth.checkInbox'),
    verified: t('auth.confirmEmail'),
    forgotPassword: t('auth.forgotTitle'),
    resetPassword: t('auth.resetTitle'),
    accountDeleted: t('auth.accountDeleted'),
    stopCorrection: t('stopCorrection.title'),
    terms: legal.terms.title,
    privacy: legal.privacy.title,
    home: t('home.title'),
    monica: 'Monica',
    officelife: 'OfficeLife',
    receipts: t('receipts.title'),
    profile: t('person.profile.title'),
    settings: t('settings.title'),
    confirmEmail: t('person.confirmEmail.title'),
    administration: t('administration.screens'),
    customers: t('customers.title'),
    customer: t('customers.title'),
    instances: t('instances.title'),
    overdueChecks: t('instances.overdueTitle'),
    instance: t('instances.title'),
    mails: t('mails.title'),
    plans: t('plans.title'),
    inbox: t('inbox.title'),
    inboxEvent: t('inbox.title'),
    auditLog: t('audit.title'),
    administrators: t('administrators.title'),
  };
  const descriptions: Readonly<Partial<Record<PageName, string>>> = {
    welcome: t('app.aboutWelcome'),
    terms: legal.terms.lead,
    privacy: legal.privacy.lead,
  };
  return {
    title: t('app.title', { page: own ?? (page ? titles[page] : t('notFound.title')), name: t('app.name') }),
    // What the portal's own text is about may not be true of the operator's.
    description: (own === undefined && page && descriptions[page]) || t('app.about'),
  };
}

/** Renders a page in the requested language. Rejects if the page throws. */
export const drawPage: DrawPage = async (what) => {
  const messages = createMessages(what.locale, what.first.publicConfig.brand.name);
  // All sets are needed, because they contain the page titles.
  await messages.load(...messageSets);
  const { page } = what;
  const isPublic = page === null || isPublicPage(page);
  const drawn = isPublic ? await drawPublic(what, messages) : await drawFrame(page, what, messages);
  const { html, css } = styleByRules(drawn);
  return { html: `<style nonce="${what.nonce}">${css}</style>${html}`, ...wordsOf(what, messages) };
};
