/** The requests of a client by day and outcome. Days without requests are left out. */
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { ClientDetails } from '#shared/administration/instances.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import classes from './instances.module.css';

interface Day {
  day: CalendarDate;
  total: number;
  of: (...outcomes: PingOutcome[]) => number;
}

/** Returns the days, newest first. */
function daysOf(counts: ClientDetails['days']): Day[] {
  const days = [...new Set(counts.map(({ day }) => day))].sort().reverse();
  return days.map((day): Day => {
    const own = counts.filter((count) => count.day === day);
    const sum = (chosen: typeof own) => chosen.reduce((total, count) => total + count.total, 0);
    return {
      ...{ day, total: sum(own) },
      of: (...outcomes) => sum(own.filter(({ outcome }) => outcomes.includes(outcome))),
    };
  });
}

export function RequestsSection({ client }: { client: ClientDetails }) {
  const t = useTranslations('instances');
  const { day: formatDay, number } = useFormats();
  const days = daysOf(client.days);
  if (days.length === 0) return <EmptyList title={t('noRequests')} text={t('noRequestsText')} />;
  const most = Math.max(...days.map(({ total }) => total));
  const count = (id: string, label: string, ...outcomes: PingOutcome[]): Column<Day> => ({
    ...{ id, label, isNumber: true },
    cell: ({ of }) => number(of(...outcomes)),
  });
  const columns: Column<Day>[] = [
    {
      id: 'day',
      label: t('day'),
      isFixed: true,
      cell: ({ day }) => <span className="nw">{formatDay(day, 'short')}</span>,
    },
    {
      id: 'total',
      label: t('total'),
      isNumber: true,
      cell: ({ total }) => (
        <>
          {number(total)}
          <svg className={classes.bar} aria-hidden="true">
            <rect width={`${(100 * total) / most}%`} height="100%" />
          </svg>
        </>
      ),
    },
    count('good', t('good'), 'good'),
    count('ended', t('ended'), 'ended'),
    count('unknown', t('unknown'), 'unknown'),
    count('invalid', t('invalid'), 'forged', 'malformed'),
    count('limited', t('limited'), 'limited'),
    count('refused', t('refused'), 'token_refused', 'token_revoked'),
    count('wrongSecret', t('wrongSecret'), 'sign_in_failed'),
  ];
  return (
    <section className="stack g3">
      <div>
        <h2>{t('requests')}</h2>
        <p className="q">{t('requestsLead')}</p>
      </div>
      <DataTable
        name="client-requests"
        label={t('requests')}
        columns={columns}
        rows={days}
        rowId={({ day }) => day}
      />
    </section>
  );
}
