/**
 * Renewals of the next 30 days as a calendar: a row for each week, and in each day its number, so that the shade is not
 * needed to read it. Mantine's Heatmap isn't used: it draws no numbers and shows them to a mouse only.
 */
import { useTranslations } from 'use-intl';
import { useFigureFormats } from '#client/features/administration/overview/chart/use-figure-formats.ts';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { PlainTable } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { type Overview, renewalDays } from '#shared/administration/overview.ts';
import { addDays, type CalendarDate, startOfDay } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import classes from './due-panel.module.css';
import { Panel } from './panel.tsx';

interface Due {
  day: CalendarDate;
  count: number;
  amounts: readonly Money[];
}

/** Shades, of which the first is for no renewals. */
const shades = [0, 1, 2, 3, 4] as const;

/** Days of the week, Monday first. */
const week = [0, 1, 2, 3, 4, 5, 6] as const;

const mondayOf = (day: CalendarDate): CalendarDate =>
  addDays(day, 0 - ((startOfDay(day).getUTCDay() + 6) % 7));

const totalsOf = (due: readonly Due[]): Money[] => {
  const totals = new Map<string, number>();
  for (const { minor, currency } of due.flatMap(({ amounts }) => amounts))
    totals.set(currency, (totals.get(currency) ?? 0) + minor);
  return [...totals].map(([currency, minor]) => ({ minor, currency })).sort((a, b) => b.minor - a.minor);
};

export function DuePanel({ today, renewals }: Pick<Overview, 'today' | 'renewals'>) {
  const t = useTranslations();
  const { money, number, day: dayName } = useFormats();
  const byDay = new Map(renewals.map((due) => [due.day, due]));
  const days = Array.from({ length: renewalDays }, (_, index): Due => {
    const day = addDays(today, index);
    return byDay.get(day) ?? { day, count: 0, amounts: [] };
  });
  const sum = days.reduce((total, { count }) => total + count, 0);
  const columns: Column<Due>[] = [
    { id: 'day', label: t('overview.day'), cell: ({ day }) => <span className="nw">{dayName(day)}</span> },
    { id: 'count', label: t('figures.renewed'), isNumber: true, cell: ({ count }) => number(count) },
    {
      id: 'amounts',
      label: t('overview.amount'),
      isNumber: true,
      cell: ({ amounts }) => amounts.map((amount) => <p key={amount.currency}>{money(amount)}</p>),
    },
  ];
  const name = t('figures.due');
  return (
    <Panel
      name={name}
      meaning={[t('definitions.due')]}
      file="renewals"
      isEmpty={sum === 0}
      lead={
        <>
          <p>{t('figures.dueCount', { count: sum })}</p>
          {sum > 0 && <p>{t('figures.dueTotal', { amounts: totalsOf(days).map(money).join(', ') })}</p>}
        </>
      }
      chart={<Calendar name={name} days={days} />}
      table={
        <PlainTable
          label={name}
          columns={columns}
          rows={days.filter(({ count }) => count > 0)}
          rowId={({ day }) => day}
        />
      }
    />
  );
}

function Calendar({ name, days }: { name: string; days: readonly Due[] }) {
  const t = useTranslations();
  const { number, day: dayName } = useFormats();
  const { weekday } = useFigureFormats();
  const most = Math.max(...days.map(({ count }) => count), 1);
  const byDay = new Map(days.map((due) => [due.day, due]));
  const mondays = [...new Set(days.map(({ day }) => mondayOf(day)))];
  const [first] = mondays;
  return (
    <div>
      <table className={classes.calendar} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{t('overview.week')}</th>
            {first &&
              week.map((at) => (
                <th key={at} scope="col">
                  {weekday(addDays(first, at))}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {mondays.map((monday) => (
            <tr key={monday}>
              <th scope="row">{dayName(monday, 'short')}</th>
              {week.map((at) => {
                const due = byDay.get(addDays(monday, at));
                if (!due) return <td key={at} />;
                return (
                  <td key={at} data-shade={Math.ceil((4 * due.count) / most)}>
                    <span aria-hidden="true">{number(due.count)}</span>
                    <span className="sr">
                      {dayName(due.day, 'short')}: {t('figures.dueOn', { count: due.count })}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.scale} aria-hidden="true">
        {t('figures.fewer')}
        {shades.map((shade) => (
          <i key={shade} data-shade={shade} />
        ))}
        {t('figures.more')}
      </p>
    </div>
  );
}
