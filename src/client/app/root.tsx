/** What surrounds every page: the way past the navigation, and the language of who is signed in. */
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useLocale } from '../i18n/locale.tsx';
import { trpc } from '../trpc.ts';
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
  const { data: account } = trpc.account.me.useQuery();
  const { locale, setLocale } = useLocale();
  useEffect(() => {
    if (account && account.locale !== locale)
      setLocale(account.locale).catch((error: unknown) => reportError(error));
  }, [account, locale, setLocale]);
}
