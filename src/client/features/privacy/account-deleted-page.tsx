/** Confirms that the account has been deleted. */
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { pages } from '#shared/pages.ts';

export function AccountDeletedPage() {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <AuthHeading title={t('accountDeleted')}>
        <p className="q">{t('accountDeletedText')}</p>
      </AuthHeading>
      <LinkButton to={pages.welcome} variant="ink" size="lg" fullWidth>
        {t('toStart')}
      </LinkButton>
    </div>
  );
}
