/** Shown for unknown URLs. */
import { useTranslations } from 'use-intl';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';
import { EmptyState } from './empty-state.tsx';

export function NotFoundPage() {
  const t = useTranslations('notFound');
  usePageTitle(t('title'));
  return (
    <PublicLayout>
      <EmptyState
        title={t('title')}
        action={
          <LinkButton to={pages.welcome} size="lg">
            {t('home')}
          </LinkButton>
        }
      >
        <p className="q">{t('text')}</p>
      </EmptyState>
    </PublicLayout>
  );
}
