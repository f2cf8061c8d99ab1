/** Switching the language: kept with the account, or in this browser for who is not signed in. */
import { useMutation } from '@tanstack/react-query';
import type { Locale } from '#shared/accounts/accounts.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { trpc } from '#client/api/trpc.ts';

/** `mutate` switches; `error` says why the last try did not. */
export function useSwitchLocale() {
  const { setLocale } = useLocale();
  const { data: account } = trpc.account.me.useQuery();
  const utils = trpc.useUtils();
  return useMutation({
    mutationFn: async (locale: Locale) => {
      if (account)
        utils.account.me.setData(undefined, await utils.client.account.setLocale.mutate({ locale }));
      else await setLocale(locale);
    },
    meta: { invalidates: [] },
  });
}
