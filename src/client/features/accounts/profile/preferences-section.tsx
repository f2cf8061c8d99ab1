/** The settings section for the portal's language, which is saved as soon as it is chosen. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useChangeAccount } from '#client/api/use-change-account.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { Locale, locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';

export function PreferencesSection() {
  const t = useTranslations('settings');
  const { data: account } = trpc.accounts.me.useQuery();
  const changeAccount = useChangeAccount();
  const keep = trpc.accounts.setLocale.useMutation({
    onSuccess: ({ locale }) => changeAccount({ locale }),
    meta: { invalidates: [] },
  });
  return (
    <section className="card sec stack">
      <h2>{t('language')}</h2>
      {account ? (
        <SelectField
          label={t('language')}
          hint={t('languageHint')}
          data={locales.map((locale) => ({ value: locale, label: languages[locale].ownName }))}
          value={keep.isPending ? keep.variables.locale : account.locale}
          onChange={(event) => {
            const locale = Locale.safeParse(event.currentTarget.value);
            if (locale.success) keep.mutate({ locale: locale.data });
          }}
        />
      ) : (
        <Skeleton height="4rem" />
      )}
      <p className="sm q" role="status">
        {keep.isSuccess && t('saved')}
      </p>
      {keep.error !== null && <ActionFailure error={keep.error} />}
    </section>
  );
}
