/** Plans as the administration lists them, and how they compare with Paddle. */
import type { ListedPlan } from '#shared/administration/plans/listed-plans.ts';
import type { PlansAtPaddle } from '#shared/catalogue/plan-check.ts';
import { administrationAnswers } from '#tests/pages/support/administration.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

export const aListedPlan = (given: Partial<ListedPlan> = {}): ListedPlan => ({
  ...{ id: 1, product: 'Monica', friendlyName: 'Monthly plan', description: 'Pay every month.' },
  translations: { fr: { friendlyName: 'Formule mensuelle', description: 'Payez chaque mois.' } },
  ...{ planName: 'Monica monthly', paddlePlanId: 24_749, price: usd(900), frequency: 'Monthly' },
  ...{ pauseAllowed: true, retiredAt: null, version: 3, running: 12, isUsed: true },
  ...given,
});

const yearly = aListedPlan({
  ...{ id: 2, friendlyName: 'Yearly plan', description: 'Two months free.', translations: {} },
  ...{ planName: 'Monica yearly', paddlePlanId: 24_750, price: usd(9_000), frequency: 'Annual' },
  ...{ running: 10_001 },
});

export const somePlans: ListedPlan[] = [
  aListedPlan(),
  yearly,
  aListedPlan({
    ...{ id: 3, product: 'OfficeLife', friendlyName: 'Team', planName: 'OfficeLife team', isUsed: false },
    ...{ paddlePlanId: 24_751, running: 0, pauseAllowed: false },
  }),
  aListedPlan({
    ...{ id: 4, friendlyName: 'Early bird', paddlePlanId: 24_700, running: 1 },
    retiredAt: new Date('2026-10-01T08:00:00Z'),
  }),
];

const atPaddle = (planId: number, name: string, minor: number) => ({
  ...{ planId, name, interval: { unit: 'month', count: 1 } as const },
  prices: [usd(minor), { minor: minor - 100, currency: 'EUR' }],
});

const aComparison: PlansAtPaddle = {
  status: 'compared',
  askedAt: new Date('2026-11-30T14:05:00Z'),
  plans: [
    { planId: 1, theirs: atPaddle(24_749, 'Monica monthly', 900), differences: [] },
    {
      planId: 2,
      theirs: atPaddle(24_750, 'Monica every year', 9_900),
      differences: [
        { field: 'name', ours: 'Monica yearly', theirs: 'Monica every year' },
        { field: 'interval', ours: 'Annual', theirs: { unit: 'month', count: 1 } },
        { field: 'price', ours: usd(9_000), theirs: usd(9_900) },
      ],
    },
    {
      planId: 3,
      theirs: { planId: 24_751, name: null, interval: null, prices: [] },
      differences: [{ field: 'price', ours: usd(900), theirs: null }],
    },
    { planId: 4, theirs: null, differences: [] },
  ],
  others: [atPaddle(24_800, 'Monica for schools', 400)],
  otherCount: 1,
};

export const planAnswers = (answers: Partial<Answers> = {}): Partial<Answers> => ({
  ...administrationAnswers(),
  'administration.plans.list': () => somePlans,
  'administration.plans.compare': () => aComparison,
  ...answers,
});
