/** Names the payment method that a change is charged to, before the customer confirms it. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { brandName } from './card-brands.ts';

/** Until the card is known, or if Paddle can't say, only says that Paddle charges the one it has on file. */
export function PaymentMethod({ licenceId }: { licenceId: number }) {
  const t = useTranslations();
  const { data: card } = trpc.billing.changes.card.useQuery({ licenceId, refresh: false }, { retry: false });
  return <p className="sm q">{sentence()}</p>;

  function sentence(): string {
    if (!card || card.kind === 'unknown') return t('changeSteps.methodOnFile');
    if (card.kind === 'paypal') return t('changeSteps.method', { method: t('changes.paypal') });
    const words = { brand: brandName(card.brand) ?? t('changes.cardBrand'), lastFour: card.lastFour };
    return t('changeSteps.method', { method: t('changes.cardOnFile', words) });
  }
}
