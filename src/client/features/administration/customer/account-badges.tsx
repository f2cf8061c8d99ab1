/** What isn't as usual with an account. */
import { useTranslations } from 'use-intl';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ListedCustomer } from '#shared/administration/customers.ts';

export function AccountBadges({
  isBlocked,
  isEmailVerified,
  role,
}: Pick<ListedCustomer, 'isBlocked' | 'isEmailVerified' | 'role'>) {
  const t = useTranslations();
  return (
    <>
      {isBlocked && <Badge tone="danger">{t('customers.blocked')}</Badge>}{' '}
      {!isEmailVerified && <Badge tone="warn">{t('customers.notConfirmed')}</Badge>}{' '}
      {role !== null && <Badge tone="quiet">{t(`roles.${role}`)}</Badge>}
    </>
  );
}
