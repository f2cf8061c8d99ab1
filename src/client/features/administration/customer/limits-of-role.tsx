/** Says why an administrator is offered fewer acts on a customer than there are. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';

export function LimitsOfRole({ account: { isSelf, role } }: { account: CustomerDetails['account'] }) {
  const t = useTranslations();
  const { data: administrator } = trpc.accounts.me.useQuery();
  const own = administrator?.administratorRole ?? null;
  function limits(): string | null {
    if (isSelf) return t('customer.isYou');
    if (own === 'viewer') return t('licenceActs.viewerOnly');
    if (own !== 'support') return null;
    return t(role === null ? 'licenceActs.supportOnly' : 'licenceActs.forAdministrators');
  }
  const said = limits();
  return said && <p className="sm q">{said}</p>;
}
