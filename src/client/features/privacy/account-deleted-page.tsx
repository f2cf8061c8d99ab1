/** After an account was deleted: that it is done. */
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { DoorHead } from '#client/ui/page/auth-heading.tsx';

export function AccountDeletedPage() {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <DoorHead title={t('accountDeleted')}>
        <p className="q">{t('accountDeletedText')}</p>
      </DoorHead>
      <LinkButton to={pages.welcome} variant="ink" size="lg" fullWidth>
        {t('toStart')}
      </LinkButton>
    </div>
  );
}
