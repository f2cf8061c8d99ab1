/** What the server says in the overview of administration: a shop that sells, and one that has just been opened. */
import type { Overview } from '#shared/administration/overview.ts';
import { overviewMonths } from '#shared/administration/overview.ts';
import { addDays, addMonths, CalendarDate } from '#shared/dates.ts';

const today = CalendarDate.parse('2026-11-30');
const months = Array.from({ length: overviewMonths }, (_, index) =>
  addMonths(CalendarDate.parse('2026-11-01'), index - overviewMonths + 1),
);
const usd = (minor: number) => ({ minor, currency: 'USD' });
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const noEnd = { expired: 0, cancelled: 0, paused: 0, refunded: 0, revoked: 0 };

/** A shop in which everything is in order. */
export const anOverview = (given: Partial<Overview> = {}): Overview => ({
  ...{ at: new Date('2026-11-30T09:00:00Z'), today, uncounted: 0 },
  revenue: {
    now: [usd(439_700), eur(120_000)],
    converted: { amount: usd(569_300), on: CalendarDate.parse('2026-11-01'), without: ['JPY'] },
    months: months.map((month, index) => ({
      month,
      amounts: [
        { product: 'Monica', amount: usd(250_000 + index * 5_000) },
        { product: 'Monica', amount: eur(120_000) },
        { product: 'OfficeLife', amount: usd(100_000 + index * 2_475) },
      ],
      converted: [
        { product: 'Monica', amount: usd(379_600 + index * 5_000) },
        { product: 'OfficeLife', amount: usd(100_000 + index * 2_475) },
      ],
    })),
  },
  licences: [
    {
      ...{ planId: 1, product: 'Monica', planName: 'Yearly plan', planNames: {}, frequency: 'Annual' },
      ...{ licences: 1_874, seats: 1_874, paying: 1_860 },
    },
    {
      ...{ planId: 3, product: 'OfficeLife', planName: 'Monthly plan', planNames: {}, frequency: 'Monthly' },
      ...{ licences: 171, seats: 5_210, paying: 170 },
    },
  ],
  months: months.map((month, index) => ({
    ...{ month, new: 90 + index, returned: index % 3, renewed: 1_200 + index, churned: 40 + index },
    ended: { ...noEnd, expired: 17, cancelled: 20 + index, refunded: 5 },
  })),
  churn: { last30Days: { churned: 60, of: 3_361 }, before: { churned: 66, of: 3_300 } },
  failing: 23,
  refunds: [
    { month: months.at(-2) ?? today, amount: usd(9_000), count: 2 },
    { month: months.at(-1) ?? today, amount: usd(900), count: 1 },
    { month: months.at(-1) ?? today, amount: eur(1_800), count: 2 },
  ],
  signUps: { week: 31, month: 140 },
  pings: [
    { day: addDays(today, -1), outcome: 'good', count: 140 },
    { day: addDays(today, -1), outcome: 'token_revoked', count: 3 },
    { day: today, outcome: 'good', count: 64 },
  ],
  alerts: [
    { day: addDays(today, -1), state: 'applied', count: 88 },
    { day: today, state: 'applied', count: 35 },
    { day: today, state: 'ignored', count: 1 },
  ],
  renewals: [
    { day: addDays(today, 1), count: 118, amounts: [usd(106_200), eur(5_400)] },
    { day: addDays(today, 12), count: 29, amounts: [usd(26_100)] },
  ],
  inbox: { waiting: 0, failed: 0, late: 0, flags: 0 },
  outbox: { waiting: 0, failed: 0, late: 0 },
  paddle: {
    lastAlertAt: new Date('2026-11-30T08:51:00Z'),
    search: { endedAt: new Date('2026-11-30T08:50:00Z'), failures: 0, isOverdue: false },
    comparison: { endedAt: new Date('2026-11-29T23:15:00Z'), failures: 0, isOverdue: false },
  },
  ...given,
});

/** A shop in which nothing has been sold, and that no instance has asked. */
export const anEmptyOverview = (): Overview =>
  anOverview({
    revenue: {
      ...{ now: [], converted: null },
      months: months.map((month) => ({ month, amounts: [], converted: null })),
    },
    ...{ licences: [], failing: 0, refunds: [], pings: [], alerts: [], renewals: [] },
    months: months.map((month) => ({ month, new: 0, returned: 0, renewed: 0, churned: 0, ended: noEnd })),
    churn: { last30Days: { churned: 0, of: 0 }, before: { churned: 0, of: 0 } },
    signUps: { week: 0, month: 0 },
    paddle: {
      lastAlertAt: null,
      search: { endedAt: null, failures: 0, isOverdue: false },
      comparison: { endedAt: null, failures: 0, isOverdue: false },
    },
  });

/** The morning after a night in which Paddle was down. */
export const anOverviewAfterAnOutage = (): Overview =>
  anOverview({
    inbox: { waiting: 3, failed: 1, late: 2, flags: 4 },
    outbox: { waiting: 1_000, failed: 1_000, late: 1_000 },
    pings: [{ day: today, outcome: 'failed', count: 7 }],
    paddle: {
      lastAlertAt: new Date('2026-11-29T21:12:00Z'),
      search: { endedAt: new Date('2026-11-29T21:00:00Z'), failures: 6, isOverdue: true },
      comparison: { endedAt: new Date('2026-11-28T23:15:00Z'), failures: 3, isOverdue: true },
    },
  });
