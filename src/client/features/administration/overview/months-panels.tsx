/** What happened month by month: licences that began, were renewed and ended, and refunds. */
import { useTranslations } from 'use-intl';
import { Bars } from '#client/features/administration/overview/chart/bars.tsx';
import { useFigureFormats } from '#client/features/administration/overview/chart/use-figure-formats.ts';
import { usePicture } from '#client/features/administration/overview/chart/use-picture.ts';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { PlainTable } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { MonthOfLicences, Overview } from '#shared/administration/overview.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { Panel } from './panel.tsx';

const endedIn = ({ ended }: MonthOfLicences): number =>
  Object.values(ended).reduce((sum, count) => sum + count, 0);

/** Down, without a minus before the 0. */
const down = (count: number): number => 0 - count;

/** Licences that began to pay or stopped. */
export function MovesPanel({ months }: { months: Overview['months'] }) {
  const t = useTranslations();
  const { number } = useFormats();
  const { month: monthName, shortMonth, round } = useFigureFormats();
  const picture = usePicture();
  const columns: Column<MonthOfLicences>[] = [
    { id: 'month', label: t('overview.month'), cell: ({ month }) => monthName(month) },
    { id: 'new', label: t('figures.new'), isNumber: true, cell: (row) => number(row.new) },
    { id: 'returned', label: t('figures.returned'), isNumber: true, cell: (row) => number(row.returned) },
    { id: 'churned', label: t('figures.churned'), isNumber: true, cell: (row) => number(row.churned) },
  ];
  const name = t('figures.moves');
  const words = (row: MonthOfLicences): string =>
    [
      `${t('figures.new')} ${number(row.new)}`,
      `${t('figures.returned')} ${number(row.returned)}`,
      `${t('figures.churned')} ${number(row.churned)}`,
    ].join(', ');
  return (
    <Panel
      name={name}
      meaning={[t('definitions.moves')]}
      file="movements"
      isEmpty={months.every((row) => row.new + row.returned + row.churned === 0)}
      lead={<Latest months={months} words={words} />}
      chart={
        <Bars
          label={picture(name, months, words)}
          bars={months.map((row) => ({
            ...{
              at: shortMonth(row.month),
              new: row.new,
              returned: row.returned,
              churned: down(row.churned),
            },
          }))}
          series={[
            { name: 'new', label: t('figures.new') },
            { name: 'returned', label: t('figures.returned') },
            { name: 'churned', label: t('figures.churned') },
          ]}
          format={(value) => number(Math.abs(value))}
          round={(value) => round(Math.abs(value))}
        />
      }
      table={
        <PlainTable label={name} columns={columns} rows={months.toReversed()} rowId={({ month }) => month} />
      }
    />
  );
}

/** Licences that were renewed, and those that stopped working. */
export function RenewedPanel({ months }: { months: Overview['months'] }) {
  const t = useTranslations();
  const { number } = useFormats();
  const { month: monthName, shortMonth, round } = useFigureFormats();
  const picture = usePicture();
  const reasons = ['expired', 'cancelled', 'paused', 'refunded', 'revoked'] as const;
  const columns: Column<MonthOfLicences>[] = [
    { id: 'month', label: t('overview.month'), cell: ({ month }) => monthName(month) },
    { id: 'renewed', label: t('figures.renewed'), isNumber: true, cell: ({ renewed }) => number(renewed) },
    ...reasons.map((reason) => ({
      id: reason,
      label: t(`figures.${reason}`),
      isNumber: true,
      cell: ({ ended }: MonthOfLicences) => number(ended[reason]),
    })),
  ];
  const name = t('figures.renewals');
  const words = (row: MonthOfLicences): string =>
    `${t('figures.renewed')} ${number(row.renewed)}, ${t('figures.ended')} ${number(endedIn(row))}`;
  return (
    <Panel
      name={name}
      meaning={[t('definitions.renewals')]}
      file="movements"
      isEmpty={months.every((row) => row.renewed + endedIn(row) === 0)}
      lead={<Latest months={months} words={words} />}
      chart={
        <Bars
          label={picture(name, months, words)}
          bars={months.map((row) => ({
            ...{ at: shortMonth(row.month), renewed: row.renewed, ended: down(endedIn(row)) },
          }))}
          series={[
            { name: 'renewed', label: t('figures.renewed') },
            { name: 'ended', label: t('figures.ended') },
          ]}
          format={(value) => number(Math.abs(value))}
          round={(value) => round(Math.abs(value))}
        />
      }
      table={
        <PlainTable label={name} columns={columns} rows={months.toReversed()} rowId={({ month }) => month} />
      }
    />
  );
}

interface MonthOfRefunds {
  month: CalendarDate;
  count: number;
  amounts: string;
}

/** Refunds: how many, because amounts in several currencies have no common axis. The table has the amounts. */
export function RefundsPanel({ refunds, months }: Pick<Overview, 'refunds' | 'months'>) {
  const t = useTranslations();
  const { money, number } = useFormats();
  const { month: monthName, shortMonth, round } = useFigureFormats();
  const picture = usePicture();
  const rows = months.map(({ month }): MonthOfRefunds => {
    const own = refunds.filter((refund) => refund.month === month);
    return {
      month,
      count: own.reduce((sum, { count }) => sum + count, 0),
      amounts: own.map(({ amount }) => money(amount)).join(', '),
    };
  });
  const columns: Column<MonthOfRefunds>[] = [
    { id: 'month', label: t('overview.month'), cell: ({ month }) => monthName(month) },
    { id: 'count', label: t('overview.total'), isNumber: true, cell: ({ count }) => number(count) },
    { id: 'amounts', label: t('overview.amount'), isNumber: true, cell: ({ amounts }) => amounts },
  ];
  const name = t('figures.refundsMonths');
  const last = rows.at(-1);
  return (
    <Panel
      name={name}
      meaning={[t('definitions.refunds')]}
      file="refunds"
      isEmpty={refunds.length === 0}
      lead={
        last && (
          <p>
            {t('figures.latest', {
              when: monthName(last.month),
              value: [t('figures.refundsCount', { count: last.count }), last.amounts]
                .filter(Boolean)
                .join(', '),
            })}
          </p>
        )
      }
      chart={
        <Bars
          label={picture(name, rows, ({ count }) => t('figures.refundsCount', { count }))}
          bars={rows.map(({ month, count }) => ({ at: shortMonth(month), count }))}
          series={[{ name: 'count', label: t('figures.refundsMonths') }]}
          format={number}
          round={round}
        />
      }
      table={
        <PlainTable label={name} columns={columns} rows={rows.toReversed()} rowId={({ month }) => month} />
      }
    />
  );
}

interface LatestProps {
  months: Overview['months'];
  words: (row: MonthOfLicences) => string;
}

function Latest({ months, words }: LatestProps) {
  const t = useTranslations('figures');
  const { month: monthName } = useFigureFormats();
  const last = months.at(-1);
  return last && <p>{t('latest', { when: monthName(last.month), value: words(last) })}</p>;
}
