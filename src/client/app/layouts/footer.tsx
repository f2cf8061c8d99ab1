/** The footer of every page: the operator, legal pages, source code (required by the AGPL) and languages. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { FailureBar } from '#client/failures/failure-bar.tsx';
import { useLocale } from '#client/i18n/locale.tsx';
import { locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';
import { pages } from '#shared/pages.ts';
import classes from './footer.module.css';
import { useSwitchLocale } from './use-switch-locale.ts';

export function Footer() {
  const t = useTranslations('nav');
  const { locale } = useLocale();
  const switchLocale = useSwitchLocale();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  return (
    <footer className={classes.foot}>
      {publicConfig?.operator.name && (
        <p className={classes.operator}>{t('operatedBy', { operator: publicConfig.operator.name })}</p>
      )}
      <nav aria-label={t('legal')}>
        <Link to={pages.privacy}>{t('privacy')}</Link>
        <Link to={pages.terms}>{t('terms')}</Link>
        {publicConfig && <a href={publicConfig.sourceUrl}>{t('source')}</a>}
      </nav>
      <nav aria-label={t('language')}>
        {locales
          .filter((other) => other !== locale)
          .map((other) => (
            // A real link, so that it works without scripts and before they have loaded.
            <a
              key={other}
              href={`?lang=${other}`}
              hrefLang={other}
              lang={other}
              onClick={(event) => {
                event.preventDefault();
                switchLocale.mutate(other);
              }}
            >
              {languages[other].ownName}
            </a>
          ))}
      </nav>
      {switchLocale.error && <FailureBar error={switchLocale.error} onClose={switchLocale.reset} />}
    </footer>
  );
}
