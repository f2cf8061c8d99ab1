/** The subscriptions of a customer at Paddle. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { EmailAddress } from '#client/features/administration/table/email-address.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { type CustomerDetails, CustomerSubscription } from '#shared/customer-details.ts';
import { SyncSubscriptions } from './sync-subscriptions.tsx';

interface SubscriptionsSectionProps {
  account: CustomerDetails['account'];
  subscriptions: readonly CustomerSubscription[];
}

export function SubscriptionsSection({ account, subscriptions }: SubscriptionsSectionProps) {
  const syncing = useQuestion<true>();
  const maySync = useMay()('customer.sync', account);
  const t = useTranslations('customer');
  const tActs = useTranslations('subscriptionActs');
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
    {
      id: 'contact',
      label: t('contact'),
      isExtra: true,
      cell: ({ contactEmail }) => contactEmail && <EmailAddress of={contactEmail} />,
    },
  ];
  return (
    <section className="stack g3" aria-label={t('subscriptions')}>
      <div className="row between wrap">
        <h2>{t('subscriptions')}</h2>
        {maySync && subscriptions.length > 0 && (
          <Button onClick={() => syncing.ask(true)}>{tActs('sync')}</Button>
        )}
      </div>
      {syncing.dialog((_, shown) => (
        <SyncSubscriptions customer={account} subscriptions={subscriptions} {...shown} />
      ))}
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
