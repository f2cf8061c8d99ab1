/** The receipts of a customer. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { type Column, DataTable } from '#client/features/administration/table/data-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ReceiptPage, ReceiptView } from '#shared/billing/billing.ts';
import { refundedOf, statusOf } from '#shared/billing/receipt-amounts.ts';

export function ReceiptsSection({ customerId }: { customerId: number }) {
  const t = useTranslations('customer');
  const [place, setPlace] = useState<{ after?: string; before?: string }>({});
  const query = trpc.administration.customers.receipts.useQuery(
    { customerId, ...place },
    { placeholderData: keepPreviousData },
  );
  return (
    <section className="stack g3" aria-label={t('receipts')}>
      <h2>{t('receipts')}</h2>
      <QueryBoundary query={query} section={t('receipts')} height="10rem">
        {(page) =>
          page.total === 0 ? (
            <p className="card sec q">{t('noReceipts')}</p>
          ) : (
            <Receipts page={page} onMove={setPlace} />
          )
        }
      </QueryBoundary>
    </section>
  );
}

interface ReceiptsProps {
  page: ReceiptPage;
  onMove: (place: { after?: string; before?: string }) => void;
}

function Receipts({ page: { receipts, total, newer, older }, onMove }: ReceiptsProps) {
  const t = useTranslations();
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
      cell: (receipt) => <span className="q">{t(`receipts.status.${statusOf(receipt)}`)}</span>,
    },
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
