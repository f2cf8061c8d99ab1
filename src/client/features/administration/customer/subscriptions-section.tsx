/** The subscriptions of a customer at Paddle. */
import { useTranslations } from 'use-intl';
import { type Column, DataTable } from '#client/features/administration/table/data-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { CustomerSubscription } from '#shared/customer-details.ts';

export function SubscriptionsSection({ subscriptions }: { subscriptions: readonly CustomerSubscription[] }) {
  const t = useTranslations('customer');
  const { day, money, number } = useFormats();
  const columns: Column<CustomerSubscription>[] = [
    {
      id: 'id',
      label: t('subscription'),
      isFixed: true,
      cell: ({ subscriptionId }) => <span className="mono">{subscriptionId}</span>,
    },
    { id: 'plan', label: t('plan'), cell: ({ plan }) => plan?.planName ?? t('unknownPlan') },
    {
      id: 'state',
      label: t('state'),
      isFixed: true,
      cell: ({ status }) => {
        const known = knownWord(CustomerSubscription.shape.status.enum, status);
        return known ? t(`subscriptionStates.${known}`) : status;
      },
    },
    { id: 'seats', label: t('seats'), isNumber: true, cell: ({ quantity }) => number(quantity) },
    { id: 'price', label: t('price'), isNumber: true, cell: ({ price }) => price && money(price) },
    {
      id: 'next',
      label: t('nextCharge'),
      cell: ({ nextBillOn, nextCharge }) =>
        nextBillOn &&
        (nextCharge
          ? t('nextChargeOn', { day: day(nextBillOn, 'shortYear'), amount: money(nextCharge) })
          : day(nextBillOn, 'shortYear')),
    },
    {
      id: 'failed',
      label: t('failedPayments'),
      isNumber: true,
      isExtra: true,
      cell: ({ failedAttempts }) => number(failedAttempts),
    },
    {
      id: 'user',
      label: t('paddleUser'),
      isExtra: true,
      cell: ({ paddleUserId }) => paddleUserId !== null && <span className="mono">{paddleUserId}</span>,
    },
    { id: 'contact', label: t('contact'), isExtra: true, cell: ({ contactEmail }) => contactEmail },
  ];
  return (
    <section className="stack g3" aria-label={t('subscriptions')}>
      <h2>{t('subscriptions')}</h2>
      {subscriptions.length === 0 ? (
        <p className="card sec q">{t('noSubscriptions')}</p>
      ) : (
        <DataTable
          name="customer-subscriptions"
          label={t('subscriptions')}
          columns={columns}
          rows={subscriptions}
          rowId={({ stream, subscriptionId }) => `${stream} ${subscriptionId}`}
        />
      )}
    </section>
  );
}
