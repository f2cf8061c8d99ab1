/** Switching the language: kept with the account, or in this browser for who is not signed in. */
import type { Locale } from '#shared/accounts.ts';
import { useLocale } from '../i18n/locale.tsx';
import { trpc } from '../trpc.ts';

export function useSwitchLocale(): (locale: Locale) => void {
  const { setLocale } = useLocale();
  const { data: account } = trpc.account.me.useQuery();
  const keep = trpc.account.setLocale.useMutation();
  return (locale) => {
    if (account) keep.mutate({ locale });
    else void setLocale(locale);
  };
}
