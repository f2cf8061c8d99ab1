/** Clients as a table. The name opens the client's page. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { type ListedClient, maxCounted } from '#shared/administration/instances.ts';
import { pages } from '#shared/pages.ts';

export function ClientsTable({ clients }: { clients: readonly ListedClient[] }) {
  const t = useTranslations('instances');
  const { dayOfInstant, instant, number } = useFormats();
  const columns: Column<ListedClient>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: ({ id, name }) => (
        <Link className="m" to={pages.instance} params={{ clientId: id }}>
          {name}
        </Link>
      ),
    },
    { id: 'product', label: t('product'), cell: ({ product }) => product ?? t('both') },
    {
      id: 'state',
      label: t('state'),
      cell: ({ disabledAt, overlapUntil }) => (
        <>
          {disabledAt ? (
            <Badge tone="danger">{t('disabled')}</Badge>
          ) : (
            <Badge tone="ok">{t('enabled')}</Badge>
          )}{' '}
          {overlapUntil && (
            <Badge tone="quiet">{t('overlap', { day: dayOfInstant(overlapUntil, 'short') })}</Badge>
          )}
        </>
      ),
    },
    {
      id: 'lastSeen',
      label: t('lastSeen'),
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? (
          <time className="nw" dateTime={lastSeenAt.toISOString()}>
            {instant(lastSeenAt)}
          </time>
        ) : (
          <span className="q">{t('never')}</span>
        ),
    },
    { id: 'pings', label: t('pings'), isNumber: true, cell: ({ recent }) => number(recent.pings) },
    {
      id: 'failedSignIns',
      label: t('failedSignIns'),
      isNumber: true,
      cell: ({ recent }) => <Unusual count={recent.failedSignIns} />,
    },
    {
      id: 'revokedTokens',
      label: t('revokedTokens'),
      isNumber: true,
      cell: ({ recent }) => <Unusual count={recent.revokedTokens} />,
    },
    {
      id: 'overdue',
      label: t('overdue'),
      isNumber: true,
      cell: ({ id, overdueChecks }) =>
        overdueChecks === 0 ? (
          number(0)
        ) : (
          <Link to={pages.overdueChecks} search={{ client: id }}>
            {overdueChecks < maxCounted ? number(overdueChecks) : t('atLeast', { count: number(maxCounted) })}
          </Link>
        ),
    },
    { id: 'id', label: t('id'), isExtra: true, cell: ({ id }) => <span className="mono">{id}</span> },
  ];
  return (
    <DataTable name="clients" label={t('title')} columns={columns} rows={clients} rowId={({ id }) => id} />
  );
}

/** A number that is normally zero. */
function Unusual({ count }: { count: number }) {
  const { number } = useFormats();
  return count === 0 ? number(0) : <Badge tone="warn">{number(count)}</Badge>;
}
