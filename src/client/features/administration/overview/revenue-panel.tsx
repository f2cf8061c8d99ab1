/** Monthly recurring revenue by month and product: in one currency, or converted if the operator has set rates. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Bars } from '#client/features/administration/overview/chart/bars.tsx';
import { useFigureFormats } from '#client/features/administration/overview/chart/use-figure-formats.ts';
import { usePicture } from '#client/features/administration/overview/chart/use-picture.ts';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { PlainTable } from '#client/features/administration/table/plain-table.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { Overview } from '#shared/administration/overview.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { type Money, minorDigits, toDecimal } from '#shared/money.ts';
import { Panel } from './panel.tsx';

interface Month {
  month: CalendarDate;
  amounts: ReadonlyMap<string, Money>;
  total: Money;
}

/** The choice of the converted revenue; all others are currencies. */
const convertedChoice = 'converted';

/** The currencies with revenue in one of the months, those of today first, the largest first. */
const currenciesOf = ({ now, months }: Overview['revenue']): string[] => [
  ...new Set(
    [...now, ...months.flatMap(({ amounts }) => amounts.map(({ amount }) => amount))].map(
      ({ currency }) => currency,
    ),
  ),
];

/** The months in one currency. */
function monthsOf(months: Overview['revenue']['months'], choice: string, currency: string): Month[] {
  return months.map(({ month, amounts, converted }) => {
    const shown =
      choice === convertedChoice
        ? (converted ?? [])
        : amounts.filter(({ amount }) => amount.currency === choice);
    return {
      month,
      amounts: new Map(shown.map(({ product, amount }) => [product, amount])),
      total: { minor: shown.reduce((sum, { amount }) => sum + amount.minor, 0), currency },
    };
  });
}

const major = (money: Money | undefined): number => (money ? Number(toDecimal(money)) : 0);

export function RevenuePanel({ revenue }: { revenue: Overview['revenue'] }) {
  const t = useTranslations();
  const { money, day } = useFormats();
  const { month: monthName, shortMonth, round } = useFigureFormats();
  const picture = usePicture();
  const currencies = currenciesOf(revenue);
  const { converted } = revenue;
  const [chosen, choose] = useState(converted ? convertedChoice : (currencies[0] ?? ''));
  const currency = chosen === convertedChoice ? (converted?.amount.currency ?? '') : chosen;
  const months = monthsOf(revenue.months, chosen, currency);
  const products = [...new Set(months.flatMap(({ amounts }) => [...amounts.keys()]))];
  const last = months.at(-1);
  const columns: Column<Month>[] = [
    { id: 'month', label: t('overview.month'), cell: ({ month }) => monthName(month) },
    ...products.map((product) => ({
      id: product,
      label: product,
      isNumber: true,
      cell: ({ amounts }: Month) => money(amounts.get(product) ?? { minor: 0, currency }),
    })),
    { id: 'total', label: t('overview.total'), isNumber: true, cell: ({ total }) => money(total) },
  ];
  const name = t('figures.revenueMonths');
  return (
    <Panel
      name={name}
      meaning={[t('definitions.revenue'), t('definitions.converted')]}
      file="revenue"
      isEmpty={currencies.length === 0}
      lead={
        <div className="stack g2">
          {last && <p>{t('figures.latest', { when: monthName(last.month), value: money(last.total) })}</p>}
          {(currencies.length > 1 || converted) && (
            <SelectField
              label={t('overview.currency')}
              name="currency"
              value={chosen}
              onChange={(event) => choose(event.currentTarget.value)}
              data={[
                ...(converted
                  ? [
                      {
                        value: convertedChoice,
                        label: t('overview.converted', { currency: converted.amount.currency }),
                      },
                    ]
                  : []),
                ...currencies.map((each) => ({ value: each, label: each })),
              ]}
            />
          )}
          {converted && chosen === convertedChoice && (
            <p>
              {t('figures.rates', { day: day(converted.on) })}{' '}
              {converted.without.length > 0 &&
                t('figures.without', { currencies: converted.without.join(', ') })}
            </p>
          )}
        </div>
      }
      chart={
        <Bars
          label={picture(name, months, ({ total }) => money(total))}
          bars={months.map(({ month, amounts }) => ({
            at: shortMonth(month),
            ...Object.fromEntries(products.map((product) => [product, major(amounts.get(product))])),
          }))}
          series={products.map((product) => ({ name: product, label: product }))}
          format={(value) => money({ minor: Math.round(value * 10 ** minorDigits(currency)), currency })}
          round={round}
        />
      }
      table={
        <PlainTable label={name} columns={columns} rows={months.toReversed()} rowId={({ month }) => month} />
      }
    />
  );
}
