/** Shown to administrators without two-step verification, who can't use the administration yet. */
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';

export function SecondFactorNeeded() {
  const t = useTranslations('administration.second');
  usePageTitle(t('title'));
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('text')}</p>
      </div>
      <div>
        <LinkButton to={pages.settings} hash="second-factors" variant="ink">
          {t('action')}
        </LinkButton>
      </div>
    </div>
  );
}
