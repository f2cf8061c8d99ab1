/** What surrounds every page: the way past the navigation, and the language of who is signed in. */
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { Locale } from '#shared/accounts/accounts.ts';
import classes from './root.module.css';

export function Root() {
  const t = useTranslations('app');
  useLocaleOfAccount();
  return (
    <>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <Outlet />
    </>
  );
}

/** Signed in, the account's language counts: on every machine the same. */
function useLocaleOfAccount(): void {
  const { data: account } = trpc.accounts.me.useQuery();
  const { locale, setLocale } = useLocale();
  useEffect(() => {
    const own = Locale.safeParse(account?.locale);
    // One that this page cannot speak stays as it is: the next document is in it.
    if (own.success && own.data !== locale) setLocale(own.data).catch((error: unknown) => reportError(error));
  }, [account, locale, setLocale]);
}
