/** Shown at the administration URLs to customers, who have no access to them. */
import { useTranslations } from 'use-intl';
import { AppLayout } from '#client/app/layouts/app-layout.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';

export function ForbiddenPage() {
  const t = useTranslations();
  const title = t('forbidden.title');
  usePageTitle(title);
  return (
    <AppLayout>
      <div className="stack g5">
        <div className="stack g2">
          <h1 tabIndex={-1}>{title}</h1>
          <p className="q">{t('forbidden.text')}</p>
        </div>
        <div>
          <LinkButton to={pages.home}>{t('nav.home')}</LinkButton>
        </div>
      </div>
    </AppLayout>
  );
}
