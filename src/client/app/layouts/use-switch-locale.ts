/** Switches the language and stores the choice: with the account, or in a cookie for signed-out visitors. */
import { useMutation } from '@tanstack/react-query';
import { trpc } from '#client/api/trpc.ts';
import { useChangeAccount } from '#client/api/use-change-account.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import type { Locale } from '#shared/accounts/accounts.ts';

/** Returns a mutation. Its `error` is set if the language couldn't be loaded or stored. */
export function useSwitchLocale() {
  const { setLocale } = useLocale();
  const { data: account } = trpc.accounts.me.useQuery();
  const changeAccount = useChangeAccount();
  const utils = trpc.useUtils();
  return useMutation({
    mutationFn: async (locale: Locale) => {
      if (!account) return setLocale(locale);
      const changed = await utils.client.accounts.setLocale.mutate({ locale });
      changeAccount({ locale: changed.locale });
    },
    meta: { invalidates: [] },
  });
}
