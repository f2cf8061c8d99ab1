/** Reads the overview of administration: sums by day, and counts that read a bounded part of an index. */
import type { Deps } from '#server/deps.ts';
import {
  lateBefore,
  readEventHealth,
  readJobHealth,
} from '#server/features/administration/inbox/read-health.ts';
import { convert } from '#shared/administration/figures/exchange-rates.ts';
import {
  type MonthOfLicences,
  maxCounted,
  type Overview,
  overviewDays,
  overviewMonths,
  renewalDays,
} from '#shared/administration/overview.ts';
import type { Plan, Product } from '#shared/catalogue/catalogue.ts';
import { addDays, addMonths, CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { MonthFigure } from './figure.repository.ts';
import type { Figure, FigureKind } from './figure.ts';

type OverviewDeps = Pick<
  Deps,
  'figures' | 'jobs' | 'now' | 'overviewCounts' | 'pingCounts' | 'plans' | 'settings' | 'streams'
>;

/** Before the first day that figures can have. */
const always = CalendarDate.parse('2000-01-01');

const levels = ['mrr', 'licences', 'failing'] as const satisfies FigureKind[];
const happenings = [
  ...['new', 'returned', 'renewed', 'churned', 'refunds'],
  ...['ended_expired', 'ended_cancelled', 'ended_paused', 'ended_refunded', 'ended_revoked'],
] as const as readonly FigureKind[];

const totalOf = (figures: readonly Pick<Figure, 'total'>[]): number =>
  figures.reduce((sum, { total }) => sum + total, 0);

const amountOf = (figures: readonly Pick<Figure, 'amount'>[]): number =>
  figures.reduce((sum, { amount }) => sum + amount, 0);

function grouped<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What is paid in a year, by currency, the largest first. */
const yearlyOf = (changes: readonly MonthFigure[]): Money[] =>
  [...grouped(changes, ({ currency }) => currency)]
    .map(([currency, figures]) => ({ minor: amountOf(figures), currency }))
    .filter(({ minor }) => minor !== 0)
    .sort((one, other) => other.minor - one.minor || (one.currency < other.currency ? -1 : 1));

/** A twelfth, rounded once: of a sum, not of each licence. */
const perMonth = ({ minor, currency }: Money): Money => ({ minor: Math.round(minor / 12), currency });

interface Catalogue {
  plans: ReadonlyMap<number, Plan>;
  products: Product[];
}

/** The revenue at the end of each month, by product and currency. */
function revenueOf(
  changes: readonly MonthFigure[],
  months: readonly CalendarDate[],
  { plans, products }: Catalogue,
  { exchangeRates }: OverviewDeps['settings'],
): Overview['revenue'] {
  const ofProduct = (product: Product, month: CalendarDate) =>
    yearlyOf(
      changes.filter((change) => change.month <= month && plans.get(change.planId)?.product === product),
    );
  const now = yearlyOf(changes);
  const all = exchangeRates && convert(now, exchangeRates);
  return {
    now: now.map(perMonth),
    converted:
      exchangeRates && all
        ? { amount: perMonth(all.total), on: exchangeRates.on, without: all.without }
        : null,
    months: months.map((month) => {
      const yearly = products.map((product) => ({ product, amounts: ofProduct(product, month) }));
      return {
        month,
        amounts: yearly.flatMap(({ product, amounts }) =>
          amounts.map((amount) => ({ product, amount: perMonth(amount) })),
        ),
        converted:
          exchangeRates &&
          yearly.map(({ product, amounts }) => ({
            product,
            amount: perMonth(convert(amounts, exchangeRates).total),
          })),
      };
    }),
  };
}

function licencesOf(changes: readonly MonthFigure[], { plans }: Catalogue): Overview['licences'] {
  const byPlan = grouped(changes, ({ planId }) => planId);
  return [...plans.values()].flatMap((plan) => {
    const own = byPlan.get(plan.id) ?? [];
    const working = own.filter(({ kind }) => kind === 'licences');
    const licences = totalOf(working);
    if (licences === 0) return [];
    const { id: planId, product, friendlyName: planName, translations, frequency } = plan;
    const planNames = Object.fromEntries(
      Object.entries(translations).map(([language, { friendlyName }]) => [language, friendlyName]),
    );
    return [
      {
        ...{ planId, product, planName, planNames, frequency, licences, seats: amountOf(working) },
        paying: totalOf(own.filter(({ kind }) => kind === 'mrr')),
      },
    ];
  });
}

function movementsOf(happened: readonly MonthFigure[], month: CalendarDate): MonthOfLicences {
  const own = grouped(
    happened.filter((figure) => figure.month === month),
    ({ kind }) => kind,
  );
  const count = (kind: FigureKind) => totalOf(own.get(kind) ?? []);
  return {
    month,
    new: count('new'),
    returned: count('returned'),
    renewed: count('renewed'),
    churned: count('churned'),
    ended: {
      expired: count('ended_expired'),
      cancelled: count('ended_cancelled'),
      paused: count('ended_paused'),
      refunded: count('ended_refunded'),
      revoked: count('ended_revoked'),
    },
  };
}

/** Churn in the 30 days up to `through`. `payingNow` is the number of paying licences at their end. */
function churnOf(days: readonly Figure[], through: CalendarDate, payingNow: number) {
  const from = addDays(through, -29);
  const own = days.filter(({ day }) => day >= from && day <= through);
  const count = (...kinds: FigureKind[]) => totalOf(own.filter(({ kind }) => kinds.includes(kind)));
  const churned = count('churned');
  // Those that pay at the end, and those that stopped: each was paying at the beginning or began since.
  return { churned, of: payingNow + churned, begun: count('new', 'returned') };
}

const refundsOf = (happened: readonly MonthFigure[]): Overview['refunds'] =>
  [
    ...grouped(
      happened.filter(({ kind }) => kind === 'refunds'),
      ({ month, currency }) => `${month} ${currency}`,
    ).values(),
  ].flatMap((figures) => {
    const [first] = figures;
    if (!first) return [];
    const { month, currency } = first;
    return [{ month, amount: { minor: amountOf(figures), currency }, count: totalOf(figures) }];
  });

const renewalsOf = (due: readonly Figure[]): Overview['renewals'] =>
  [...grouped(due, ({ day }) => day)].map(([day, figures]) => ({
    day,
    count: totalOf(figures),
    amounts: [
      ...grouped(
        figures.filter(({ currency }) => currency !== ''),
        ({ currency }) => currency,
      ),
    ].map(([currency, own]) => ({ minor: amountOf(own), currency })),
  }));

async function healthOf(deps: OverviewDeps, now: Date) {
  const { overviewCounts } = deps;
  const [{ pending, waiting, ...events }, mails, failedMails, lateMails] = await Promise.all([
    readEventHealth(deps, now),
    overviewCounts.mails('waiting', maxCounted),
    overviewCounts.mails('failed', maxCounted),
    overviewCounts.lateMails(lateBefore(now), maxCounted),
  ]);
  return {
    inbox: { waiting: Math.min(pending + waiting, maxCounted), ...events },
    outbox: { waiting: mails, failed: failedMails, late: lateMails },
  };
}

/** Reads the overview. Its size is bounded: 13 months, 30 days, and the plans of the catalogue. */
export async function readOverview(deps: OverviewDeps): Promise<Overview> {
  const { figures, overviewCounts, pingCounts, settings, streams } = deps;
  const now = deps.now();
  const today = dayOf(now);
  const thisMonth = CalendarDate.parse(`${today.slice(0, 7)}-01`);
  const months = Array.from({ length: overviewMonths }, (_, index) =>
    addMonths(thisMonth, index - overviewMonths + 1),
  );
  const [firstMonth = thisMonth] = months;
  const since = addDays(today, 1 - overviewDays);
  const [changes, happened, days, due, pings, alerts, uncounted, week, month, health, jobs, plans] =
    await Promise.all([
      figures.listMonths(levels, { from: always, through: today }),
      figures.listMonths(happenings, { from: firstMonth, through: today }),
      figures.listDays(['new', 'returned', 'churned'], { from: addDays(today, -59), through: today }),
      figures.listDays(['due'], { from: today, through: addDays(today, renewalDays - 1) }),
      pingCounts.listByDay({ from: since, through: today }),
      overviewCounts.alertsSince(startOfDay(since)),
      streams.countUnfigured(maxCounted),
      overviewCounts.signUpsSince(startOfDay(addDays(today, -6))),
      overviewCounts.signUpsSince(startOfDay(addDays(today, -29))),
      healthOf(deps, now),
      readJobHealth(deps, now),
      deps.plans.list(),
    ]);
  const catalogue: Catalogue = {
    plans: new Map(plans.map((plan) => [plan.id, plan])),
    products: [...new Set(plans.map(({ product }) => product))],
  };
  const revenue = changes.filter(({ kind }) => kind === 'mrr');
  const paying = totalOf(revenue);
  const { begun, ...last30Days } = churnOf(days, today, paying);
  const payingBefore = paying - begun + last30Days.churned;
  const { begun: _begun, ...before } = churnOf(days, addDays(today, -30), payingBefore);
  const lastAlertAt = alerts.reduce<Date | null>(
    (last, { lastAt }) => (last && last > lastAt ? last : lastAt),
    null,
  );
  return {
    ...{ at: now, today, uncounted },
    revenue: revenueOf(revenue, months, catalogue, settings),
    licences: licencesOf(changes, catalogue),
    months: months.map((each) => movementsOf(happened, each)),
    churn: { last30Days, before },
    failing: totalOf(changes.filter(({ kind }) => kind === 'failing')),
    refunds: refundsOf(happened),
    signUps: { week, month },
    // A wrong secret is no ping.
    pings: pings
      .filter(({ outcome }) => outcome !== 'sign_in_failed')
      .map(({ day, outcome, total }) => ({ day, outcome, count: total })),
    alerts: alerts.map(({ day, state, count }) => ({ day, state, count })),
    renewals: renewalsOf(due),
    ...health,
    paddle: { lastAlertAt, ...jobs },
  };
}
