/** Switching the language: kept with the account, or in this browser for who is not signed in. */
import type { Locale } from '#shared/accounts.ts';
import { useLocale } from '../i18n/locale.tsx';
import { trpc } from '../trpc.ts';

export function useSwitchLocale(): (locale: Locale) => void {
  const { setLocale } = useLocale();
  const { data: account } = trpc.account.me.useQuery();
  const utils = trpc.useUtils();
  const keep = trpc.account.setLocale.useMutation({
    onSuccess: (changed) => utils.account.me.setData(undefined, changed),
    meta: { invalidates: [] },
  });
  return (locale) => {
    if (account) keep.mutate({ locale });
    else void setLocale(locale);
  };
}
