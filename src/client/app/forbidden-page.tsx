/** Administration, for who is not an administrator; it looks the same whether there is anything or not. */
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { usePageTitle } from '../ui/page-title.ts';

export function ForbiddenPage() {
  const t = useTranslations();
  usePageTitle(t('forbidden.title'));
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('forbidden.title')}</h1>
        <p className="q">{t('forbidden.text')}</p>
      </div>
      <div>
        <LinkButton to={pages.home}>{t('nav.home')}</LinkButton>
      </div>
    </div>
  );
}
