/** The receipts of a customer. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { RefundPayment } from '#client/features/administration/receipts/refund-payment.tsx';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { CustomerReceiptPage } from '#shared/administration/receipts.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';
import { RefundProgress } from '#shared/billing/refunds.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';

/** How often the page asks whether Paddle has reported a refund, while one is open. */
const refundsEveryMs = 15_000;

const isOpen = ({ state }: RefundProgress): boolean => state !== 'done' && state !== 'refused';

export function ReceiptsSection({ account }: { account: CustomerDetails['account'] }) {
  const { id: customerId } = account;
  const t = useTranslations('customer');
  const [place, setPlace] = useState<{ after?: string; before?: string }>({});
  const query = trpc.administration.customers.receipts.useQuery(
    { customerId, ...place },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (state.data?.refunds.some(isOpen) ? refundsEveryMs : false),
    },
  );
  return (
    <section className="stack g3" aria-label={t('receipts')}>
      <h2>{t('receipts')}</h2>
      <QueryBoundary query={query} section={t('receipts')} height="10rem">
        {(page) =>
          page.total === 0 ? (
            <p className="card sec q">{t('noReceipts')}</p>
          ) : (
            <Receipts account={account} page={page} onMove={setPlace} />
          )
        }
      </QueryBoundary>
    </section>
  );
}

interface ReceiptsProps {
  account: CustomerDetails['account'];
  page: CustomerReceiptPage;
  onMove: (place: { after?: string; before?: string }) => void;
}

function Receipts({ account, page: { receipts, refunds, total, newer, older }, onMove }: ReceiptsProps) {
  const t = useTranslations();
  const may = useMay();
  const refunding = useQuestion<string>();
  const refundOf = ({ orderId }: ReceiptView) => refunds.find((refund) => refund.orderId === orderId);
  const { dayOfInstant, money } = useFormats();
  const columns: Column<ReceiptView>[] = [
    {
      id: 'day',
      label: t('customer.day'),
      isFixed: true,
      cell: ({ paidAt }) => <span className="nw">{dayOfInstant(paidAt, 'shortYear')}</span>,
    },
    { id: 'product', label: t('customer.product'), cell: ({ product, planName }) => planName ?? product },
    {
      id: 'order',
      label: t('customer.order'),
      cell: ({ orderId }) => <span className="mono">{orderId}</span>,
    },
    {
      id: 'amount',
      label: t('customer.amount'),
      isNumber: true,
      isFixed: true,
      cell: ({ amount }) => money(amount),
    },
    {
      id: 'refunded',
      label: t('customer.refunded'),
      isNumber: true,
      cell: ({ refund }) => refund && money(refundedOf(refund.amount)),
    },
    {
      id: 'state',
      label: t('customer.state'),
      cell: (receipt) => {
        const refund = refundOf(receipt);
        return (
          <>
            <span className="q">{t(`receipts.status.${statusOf(receipt)}`)}</span>
            {refund && <Refund refund={refund} />}
          </>
        );
      },
    },
    ...(may('receipt.refund', account)
      ? [
          {
            id: 'refund',
            label: t('refunds.submit'),
            isFixed: true,
            cell: ({ orderId, refund }: ReceiptView) =>
              orderId !== null &&
              refund?.kind !== 'full' && (
                <Button
                  aria-label={t('refunds.submitOf', { order: orderId })}
                  onClick={() => refunding.ask(orderId)}
                >
                  {t('refunds.submit')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DataTable
        name="customer-receipts"
        label={t('customer.receipts')}
        columns={columns}
        rows={receipts}
        rowId={({ id }) => id}
      >
        {t('customer.receiptCount', { count: total })}
      </DataTable>
      {refunding.dialog((orderId, shown) => (
        <RefundPayment customer={account} orderId={orderId} {...shown} />
      ))}
      {(newer !== null || older !== null) && (
        <div className="row">
          <Button disabled={newer === null} onClick={() => newer && onMove({ before: newer })}>
            {t('table.newer')}
          </Button>
          <Button disabled={older === null} onClick={() => older && onMove({ after: older })}>
            {t('table.older')}
          </Button>
        </div>
      )}
    </>
  );
}

/** A refund that the receipt doesn't show yet, or that wasn't made. */
function Refund({ refund: { amount, state, askedAt } }: { refund: RefundProgress }) {
  const t = useTranslations('refunds');
  const { dayOfInstant, money } = useFormats();
  const known = knownWord(RefundProgress.shape.state.enum, state);
  if (known === null || known === 'done') return null;
  const words = { amount: money(amount), day: dayOfInstant(askedAt, 'shortYear') };
  return (
    <p>
      <Badge tone={known === 'pending' || known === 'asked' ? 'quiet' : 'warn'}>
        {t(`state.${known}`, words)}
      </Badge>
    </p>
  );
}
