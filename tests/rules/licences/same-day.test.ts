/**
 * Tests that the page, the REST API, the mail and /api/validate state the same last day, for any licence on any day.
 */
import { expect, it } from 'vitest';
import {
  type ComposeDeps,
  composePaymentFailed,
} from '#server/features/billing/mails/compose-payment-failed.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { LicenceRules } from '#server/features/licences/licence-validity.ts';
import { type LicenceCardData, toLicenceView } from '#server/features/licences/licence-view.ts';
import { validateLicence } from '#server/features/licences/validate-licence.ts';
import { createLicenceCipher } from '#server/platform/crypto/licence-cipher.ts';
import { toFacts } from '#server/platform/paddle/to-facts.ts';
import { addDays, CalendarDate, startOfDay } from '#shared/dates.ts';
import { LicenceStatus, noOldKeys } from '#shared/licences/licences.ts';
import { toApiLicence } from '#shared/rest-api.ts';
import { failedAlert } from '#tests/support/billing/alerts.ts';

const day = (text: string): CalendarDate => CalendarDate.parse(text);
const paid = day('2027-03-31');
const around = [null, day('2027-03-20'), paid, day('2027-04-10')];
const secret = Buffer.alloc(32, 7);
const licenceCipher = createLicenceCipher([secret]);

const card = (over: Partial<LicenceCardData>): LicenceCardData => ({
  id: 1,
  stream: 'subscription:502198',
  userId: 1,
  plan: {
    ...{
      id: 1,
      product: 'Monica',
      friendlyName: 'Monthly plan',
      description: '',
      translations: {},
      planName: 'monica',
    },
    ...{ paddlePlanId: 24_749, price: { minor: 900, currency: 'USD' }, frequency: 'Monthly' },
    pauseAllowed: false,
  },
  status: 'active',
  subscriptionState: 'subscription_created',
  quantity: 1,
  startedOn: day('2027-02-28'),
  periodStart: null,
  validUntil: paid,
  pausedFrom: null,
  endsOn: null,
  lastPaid: null,
  nextBillOn: paid,
  nextCharge: null,
  periodPrice: null,
  firstCharge: null,
  nextRetryOn: null,
  overdue: null,
  pausedReason: null,
  cardPage: null,
  cancelPage: null,
  isDuplicate: false,
  isReplaced: false,
  currentKey: null,
  ...over,
});

const everyLicence = LicenceStatus.options.flatMap((status) =>
  around.flatMap((pausedFrom) => around.map((endsOn) => card({ status, pausedFrom, endsOn }))),
);
const everyRule: LicenceRules[] = [0, 1, 7].flatMap((graceDays) =>
  [0, 1].map((nextCheckAfterDays) => ({ graceDays, nextCheckAfterDays })),
);
/**
 * The days around each day on which one of these licences may end. `everyDay` adds a day long before and one long
 * after.
 */
const borders = [...around, ...[1, 7].map((grace) => addDays(paid, grace))].flatMap((border) =>
  border === null ? [] : [-1, 0, 1, 2].map((beside) => addDays(border, beside)),
);
const everyDay = [...new Set([...borders, addDays(paid, -60), addDays(paid, 60)])];

const ping = (licence: Licence, today: CalendarDate, rules: LicenceRules) =>
  validateLicence(
    {
      licenceCipher,
      now: () => startOfDay(today),
      settings: rules as never,
      findByKey: () => Promise.resolve({ licence, keyRetiredAt: null }),
    },
    { key: 'a key', product: null },
  );

const viewOf = (licence: LicenceCardData, today: CalendarDate, rules: LicenceRules) =>
  toLicenceView(licence, {
    today,
    rules,
    key: null,
    differences: null,
    oldKeys: noOldKeys,
    lastPing: undefined,
  });

/** Returns the differences between the page and /api/validate for one licence on one day. */
async function disagreements(
  licence: LicenceCardData,
  today: CalendarDate,
  rules: LicenceRules,
): Promise<string[]> {
  const view = viewOf(licence, today, rules);
  const answer = await ping(licence, today, rules);
  const { worksThrough, standing, renewsOn } = view;
  const isGood = answer.status === 'good';
  const told = [
    toApiLicence(view).works_through === worksThrough || 'the REST answer names another day',
    isGood === (standing !== 'ended') || 'the page says another standing',
    isGood === worksThrough >= today || 'the day of the page lies on the wrong side of today',
  ];
  if (licence.status !== 'revoked') {
    const then = (await ping(licence, worksThrough, rules)).status;
    const after = (await ping(licence, addDays(worksThrough, 1), rules)).status;
    told.push(then === 'good' || 'it does not work on the day that the page names');
    told.push(after === 'ended' || 'it works on the day after');
  }
  if (isGood) {
    const { nextCheckOn } = answer;
    const dayAfter = addDays(worksThrough, 1);
    // If the licence will renew, its next check comes on the day after its last day or earlier. In the grace period, or
    // if it won't renew, the next check comes exactly on that day.
    const isDue =
      renewsOn === null || standing === 'grace' ? nextCheckOn === dayAfter : nextCheckOn <= dayAfter;
    told.push((nextCheckOn > today && isDue) || 'the next check is not where the answer is certain');
  }
  return told.flatMap((wrong) =>
    typeof wrong === 'string' ? [`${wrong}: ${JSON.stringify({ rules, licence, today, view, answer })}`] : [],
  );
}

it('/api/validate accepts a licence through the last day on the page, not the day after', async () => {
  const wrong: string[] = [];
  for (const rules of everyRule) {
    for (const licence of everyLicence) {
      for (const today of everyDay) wrong.push(...(await disagreements(licence, today, rules)));
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

it('The page shows a renewal only for a licence with a grace period', () => {
  for (const licence of everyLicence) {
    const view = viewOf(licence, addDays(paid, -1), { graceDays: 7, nextCheckAfterDays: 1 });
    const hasGrace = view.worksThrough === addDays(paid, 7);
    expect(view.renewsOn !== null, JSON.stringify(view)).toBe(hasGrace);
  }
});

it('The e-mail about a failed payment names the same last day as the page', async () => {
  const payload = failedAlert();
  const graceDays = 7;
  for (const licence of everyLicence) {
    const deps = {
      paddle: { toFacts },
      paddlePages: { pagesOf: () => ({ cardPage: null, cancelPage: null }) },
      settings: { graceDays, appUrl: 'https://portal.example.test' },
      events: { findByIds: async () => [{ stream: licence.stream, type: payload.alert_name, payload }] },
      subscriptions: {
        listByStreams: async () =>
          new Map([
            [
              licence.stream,
              { status: 'past_due', failedAttempts: 1, contactEmail: 'b@example.test', userId: null },
            ],
          ]),
      },
      licences: { listByStreams: async () => new Map([[licence.stream, licence]]) },
      accounts: { findById: async () => null },
    } as unknown as ComposeDeps;
    const mail = await composePaymentFailed(deps, { ids: { event: '1' } } as never);
    const view = viewOf(licence, paid, { graceDays, nextCheckAfterDays: 1 });
    if (licence.status === 'revoked') expect(mail).toBeNull();
    else expect(mail).toMatchObject({ data: { worksThrough: view.worksThrough } });
  }
});
