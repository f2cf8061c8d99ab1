/**
 * Writes the overview's figures as CSV (RFC 4180). The columns have fixed names and the values a fixed form, in every
 * language, because programs read them too. Amounts are numbers and aren't defused; names of plans are.
 */

import { byteOrderMark, csvLine, defused } from '#server/platform/csv.ts';
import type { Overview, OverviewFile } from '#shared/administration/overview.ts';
import { dayOf } from '#shared/dates.ts';
import { type Money, toDecimal } from '#shared/money.ts';

type Cell = string | number;

const money = (amount: Money): [string, string] => [toDecimal(amount), amount.currency];

interface Table {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

const tables: Readonly<Record<OverviewFile, (overview: Overview) => Table>> = {
  revenue: ({ revenue }) => ({
    columns: ['month', 'product', 'monthly_recurring_revenue', 'currency', 'converted'],
    rows: revenue.months.flatMap(({ month, amounts, converted }) => [
      ...amounts.map(({ product, amount }) => [month, product, ...money(amount), 'no']),
      ...(converted ?? []).map(({ product, amount }) => [month, product, ...money(amount), 'yes']),
    ]),
  }),
  licences: ({ today, licences }) => ({
    columns: ['day', 'product', 'plan', 'frequency', 'active_licences', 'seats', 'paying_licences'],
    rows: licences.map(({ product, planName, frequency, licences: active, seats, paying }) => [
      ...[today, product, defused(planName), frequency, active, seats, paying],
    ]),
  }),
  movements: ({ months }) => ({
    columns: [
      ...['month', 'new', 'returned', 'renewed', 'churned'],
      ...['ended_expired', 'ended_cancelled', 'ended_paused', 'ended_refunded', 'ended_revoked'],
    ],
    rows: months.map(({ month, new: begun, returned, renewed, churned, ended }) => [
      ...[month, begun, returned, renewed, churned],
      ...[ended.expired, ended.cancelled, ended.paused, ended.refunded, ended.revoked],
    ]),
  }),
  refunds: ({ refunds }) => ({
    columns: ['month', 'refunds', 'amount', 'currency'],
    rows: refunds.map(({ month, count, amount }) => [month, count, ...money(amount)]),
  }),
  pings: ({ pings }) => ({
    columns: ['day', 'outcome', 'pings'],
    rows: pings.map(({ day, outcome, count }) => [day, outcome, count]),
  }),
  alerts: ({ alerts }) => ({
    columns: ['day', 'state', 'alerts'],
    rows: alerts.map(({ day, state, count }) => [day, state, count]),
  }),
  renewals: ({ renewals }) => ({
    columns: ['day', 'renewals', 'amount', 'currency'],
    rows: renewals.flatMap(({ day, count, amounts }) =>
      amounts.length === 0
        ? [[day, count, '', '']]
        : amounts.map((amount, index) => [day, index === 0 ? count : '', ...money(amount)]),
    ),
  }),
};

export function overviewCsv(overview: Overview, file: OverviewFile): string {
  const { columns, rows } = tables[file](overview);
  return byteOrderMark + [columns, ...rows].map((row) => csvLine(row.map(String), ',')).join('');
}

/** Returns the name under which a browser saves the file. */
export const overviewFileName = (file: OverviewFile, now: Date): string => `${file}-${dayOf(now)}.csv`;
