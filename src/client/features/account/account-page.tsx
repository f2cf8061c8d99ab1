/** The account: who one is, in which language, in which country. */
import { useTranslations } from 'use-intl';
import { type AccountView, Locale, locales } from '#shared/accounts.ts';
import { localeNames } from '../../i18n/locale.tsx';
import { trpc } from '../../trpc.ts';
import { CountrySelect } from '../../ui/country-select.tsx';
import { ActionFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SelectField } from '../../ui/select-field.tsx';
import classes from './account-page.module.css';

export function AccountPage() {
  const t = useTranslations('account');
  usePageTitle(t('title'));
  const { data: account } = trpc.account.me.useQuery();
  return (
    <div className="stack g5">
      <h1 tabIndex={-1}>{t('title')}</h1>
      {account ? <Ready account={account} /> : <Loading height="20rem" />}
    </div>
  );
}

function Ready({ account }: { account: AccountView }) {
  const t = useTranslations('account');
  return (
    <>
      <section className="card sec stack">
        <h2>{t('you')}</h2>
        <dl className={classes.facts}>
          <div>
            <dt>{t('name')}</dt>
            <dd>{account.name}</dd>
          </div>
          <div>
            <dt>{t('email')}</dt>
            <dd>{account.email}</dd>
          </div>
        </dl>
      </section>
      <section className="card sec stack">
        <h2>{t('preferences')}</h2>
        <div className={classes.fields}>
          <LanguageField account={account} />
          <CountryField account={account} />
        </div>
      </section>
    </>
  );
}

function LanguageField({ account }: { account: AccountView }) {
  const t = useTranslations('account');
  const keep = trpc.account.setLocale.useMutation();
  return (
    <div className="stack g2">
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
      <Outcome error={keep.error} isSaved={keep.isSuccess} />
    </div>
  );
}

function CountryField({ account }: { account: AccountView }) {
  const t = useTranslations('account');
  const keep = trpc.account.setCountry.useMutation();
  return (
    <div className="stack g2">
      <CountrySelect
        label={t('country')}
        hint={t('countryHint')}
        emptyLabel={t('countryNone')}
        value={keep.isPending ? keep.variables.country : (account.country ?? '')}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value !== '') keep.mutate({ country: value });
        }}
      />
      <Outcome error={keep.error} isSaved={keep.isSuccess} />
    </div>
  );
}

function Outcome({ error, isSaved }: { error: unknown; isSaved: boolean }) {
  const t = useTranslations('account');
  return (
    <>
      <p className="sm q" role="status">
        {isSaved && t('saved')}
      </p>
      {error !== null && <ActionFailure error={error} />}
    </>
  );
}
