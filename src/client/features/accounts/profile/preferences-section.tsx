/** In which language the portal speaks. */
import { useTranslations } from 'use-intl';
import { Locale, locales } from '#shared/accounts/accounts.ts';
import { localeNames } from '#client/i18n/locale.tsx';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/ui/failures/failure-notice.tsx';
import { Loading } from '#client/ui/skeleton.tsx';
import { SelectField } from '#client/ui/forms/select-field.tsx';

export function PreferencesSection() {
  const t = useTranslations('settings');
  const { data: account } = trpc.account.me.useQuery();
  const utils = trpc.useUtils();
  const keep = trpc.account.setLocale.useMutation({
    onSuccess: (changed) => utils.account.me.setData(undefined, changed),
    meta: { invalidates: [] },
  });
  return (
    <section className="card sec stack">
      <h2>{t('language')}</h2>
      {account ? (
        <SelectField
          label={t('language')}
          hint={t('languageHint')}
          data={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
          value={keep.isPending ? keep.variables.locale : account.locale}
          onChange={(event) => {
            const locale = Locale.safeParse(event.currentTarget.value);
            if (locale.success) keep.mutate({ locale: locale.data });
          }}
        />
      ) : (
        <Loading height="4rem" />
      )}
      <p className="sm q" role="status">
        {keep.isSuccess && t('saved')}
      </p>
      {keep.error !== null && <ActionFailure error={keep.error} />}
    </section>
  );
}
