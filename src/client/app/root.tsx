/** Wraps every page: adds the skip link and switches to the account's language. */
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useView } from '#client/api/use-view.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { Locale } from '#shared/accounts/accounts.ts';
import classes from './root.module.css';
import { administrationPages } from './routes/page-parts.ts';

const ViewBanner = lazy(async () => ({ default: (await administrationPages()).ViewBanner }));

export function Root() {
  const t = useTranslations('app');
  const view = useView();
  useLocaleOfAccount();
  return (
    <>
      {view && (
        <Suspense fallback={null}>
          <ViewBanner view={view} />
        </Suspense>
      )}
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <Outlet />
    </>
  );
}

/** Uses the account's language while signed in, so that it is the same on every device. */
function useLocaleOfAccount(): void {
  const { data: account } = trpc.accounts.me.useQuery();
  const { locale, setLocale } = useLocale();
  const view = useView();
  useEffect(() => {
    // Administrators read a customer's pages in their own language.
    if (view) return;
    const own = Locale.safeParse(account?.locale);
    // A language that this version of the page doesn't know is ignored until the next full page load.
    if (own.success && own.data !== locale) setLocale(own.data).catch((error: unknown) => reportError(error));
  }, [account, locale, setLocale, view]);
}
