/** No such address. */
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { Message } from './empty-state.tsx';
import { PublicLayout } from '#client/app/layouts/public-layout.tsx';

export function NotFoundPage() {
  const t = useTranslations('notFound');
  usePageTitle(t('title'));
  return (
    <PublicLayout>
      <Message
        title={t('title')}
        action={
          <LinkButton to={pages.welcome} size="lg">
            {t('home')}
          </LinkButton>
        }
      >
        <p className="q">{t('text')}</p>
      </Message>
    </PublicLayout>
  );
}
