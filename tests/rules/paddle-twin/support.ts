/** The twin's account without I/O. Alerts are collected in a list, and tests advance the clock. */
import { openAccount } from '#twin/account/account.ts';
import { type Dunning, defaultDunning } from '#twin/account/dunning.ts';
import { tellTruth } from '#twin/account/tell-truth.ts';
import { readCatalogue } from '#twin/catalogue/catalogue.ts';
import { leadLife } from '#twin/lives/lead-life.ts';
import { createRandom } from '#twin/random.ts';
import type { State } from '#twin/state/state.ts';
import { createAgenda } from '#twin/time/agenda.ts';

export const plans = {
  monthly: { id: 101, name: 'Monthly', interval: 'month', usdCents: 900, perSeat: false },
  yearly: { id: 102, name: 'Yearly', interval: 'year', usdCents: 9_000, perSeat: false },
  seats: { id: 103, name: 'Seats monthly', interval: 'month', usdCents: 400, perSeat: true },
  seatsYearly: { id: 104, name: 'Seats yearly', interval: 'year', usdCents: 4_000, perSeat: true },
  trial: {
    id: 105,
    name: 'Monthly after a trial',
    interval: 'month',
    usdCents: 900,
    perSeat: false,
    trialDays: 14,
  },
  once: { id: 106, name: 'A book', usdCents: 2_000, perSeat: false },
} as const;

export interface TwinAlert {
  name: string;
  at: Date;
  fields: Record<string, string>;
}

const dayMs = 86_400_000;

/** Returns an account whose clock starts on 31 January 2027 at 10:00 UTC. */
export function quietTwin({ dunning }: { dunning?: Dunning } = {}) {
  const state: State = {
    version: 4,
    offsetMs: 0,
    privateKey: '',
    lastId: 1_000,
    random: 7,
    payLinks: [],
    customers: [],
    subscriptions: [],
    orders: [],
    refundRequests: [],
    riskCases: [],
    deliveries: [],
  };
  let now = Date.parse('2027-01-31T10:00:00Z');
  const alerts: TwinAlert[] = [];
  const agenda = createAgenda();
  const account = openAccount({
    store: {
      state,
      nextId: () => {
        state.lastId += 1;
        return state.lastId;
      },
      changed: () => undefined,
      flush: () => undefined,
    },
    clock: { now: () => now, moveTo: passTo },
    agenda,
    random: createRandom(state),
    deliveries: {
      enqueue: (name, _id, fields) =>
        void alerts.push({
          name,
          at: new Date(now),
          fields: {
            ...fields,
            alert_name: name,
            alert_id: String(alerts.length + 1),
            event_time: new Date(now).toISOString().slice(0, 19).replace('T', ' '),
          },
        }),
    },
    catalogue: readCatalogue(Object.values(plans), [
      { code: 'TENTH', percent: 10 },
      { code: 'ALWAYS', percent: 25, recurring: true },
    ]),
    vendor: { id: 4_711, authCode: 'secret' },
    baseUrl: 'http://127.0.0.1:4010',
    dunning: dunning ?? defaultDunning,
    refundReviewDays: 1,
  });

  function passTo(instant: number): void {
    now = Math.max(now, instant);
  }
  function passMs(ms: number): void {
    const target = now + ms;
    for (let first = agenda.first(); first && first.at <= target; first = agenda.first()) {
      passTo(first.at);
      void agenda.takeDue(now)?.work();
    }
    passTo(target);
  }

  return {
    ...leadLife(account),
    account,
    alerts,
    names: () => alerts.map(({ name }) => name),
    /** Returns the status change in each `subscription_updated` alert, as `old → new`. */
    steps: () =>
      alerts
        .filter(({ name }) => name === 'subscription_updated')
        .map(({ fields }) => `${fields.old_status} → ${fields.status}`),
    truth: () => tellTruth(account),
    only: () => {
      const [subscription] = tellTruth(account).subscriptions;
      if (!subscription) throw new Error('there is no subscription');
      return subscription;
    },
    pass: (days: number) => passMs(days * dayMs),
    passSecond: () => passMs(1_000),
    today: () => new Date(now).toISOString().slice(0, 10),
  };
}

export type QuietTwin = ReturnType<typeof quietTwin>;
