/** Licences that weren't checked again, as a table. The name opens the customer's page. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { OverdueCheck } from '#shared/administration/instances.ts';
import { pages } from '#shared/pages.ts';

export function OverdueTable({ checks }: { checks: readonly OverdueCheck[] }) {
  const t = useTranslations('instances');
  const { day, instant } = useFormats();
  const columns: Column<OverdueCheck>[] = [
    {
      id: 'customer',
      label: t('customer'),
      isFixed: true,
      cell: ({ customer }) =>
        customer && (
          <Link className="m" to={pages.customer} params={{ customerId: String(customer.id) }}>
            {customer.name}
          </Link>
        ),
    },
    { id: 'plan', label: t('plan'), cell: ({ product, planName }) => `${product}, ${planName}` },
    {
      id: 'dueOn',
      label: t('dueOn'),
      cell: ({ dueOn }) => <span className="nw">{day(dueOn, 'shortYear')}</span>,
    },
    {
      id: 'checkedAt',
      label: t('checkedAt'),
      cell: ({ checkedAt }) => <span className="nw">{instant(checkedAt)}</span>,
    },
    {
      id: 'standing',
      label: t('standing'),
      cell: ({ endReason }) =>
        endReason === null ? (
          <Badge tone="warn">{t('lockedOut')}</Badge>
        ) : (
          <span className="q">{t('hasEnded')}</span>
        ),
    },
    {
      id: 'client',
      label: t('client'),
      cell: ({ client }) =>
        client ? (
          <Link to={pages.instance} params={{ clientId: client.id }}>
            {client.name}
          </Link>
        ) : (
          <span className="q">{t('unknownClient')}</span>
        ),
    },
  ];
  return (
    <DataTable
      name="overdue-checks"
      label={t('overdueTitle')}
      columns={columns}
      rows={checks}
      rowId={({ licenceId }) => licenceId}
    />
  );
}
