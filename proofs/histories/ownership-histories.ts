/**
 * Histories in which two people buy with the same user id at Paddle. In one of them, another program wrote the
 * passthrough of a purchase.
 */

import type { Cast } from '#proofs/shop/cast.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import { type LifeOptions, startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import type { Ending, History } from './history.ts';

const { monicaMonthly, officeLifeYearly } = plans;

const first: Ending = {
  status: 'active',
  licence: { plan: monicaMonthly, quantity: 1, good: ['2026-02-12', '2026-02-19'], ended: ['2026-02-20'] },
  receipts: 1,
  owner: 'customer',
};
const second: Ending = {
  status: 'active',
  licence: { plan: officeLifeYearly, quantity: 3, good: ['2027-01-15', '2027-01-22'], ended: ['2027-01-23'] },
  receipts: 1,
};

/**
 * Creates a history with two purchases under the same user id at Paddle. The customer makes one of them through a pay
 * link.
 */
const besides = (
  name: string,
  options: (cast: Cast) => LifeOptions,
  owner: NonNullable<Ending['owner']>,
): History => ({
  name,
  play(cast) {
    const own = startLife(cast).at('2026-01-12 09:14:00').created().paid();
    const other = startLife(cast, {
      subscription: 'other',
      plan: officeLifeYearly,
      quantity: 3,
      ...options(cast),
    });
    other.at('2026-01-15 10:00:00').created().paid();
    return {
      alerts: [...own.alerts, ...other.alerts],
      atPaddle: [own.state, other.state],
      endings: {
        [subscriptionStream(cast.subscriptionId)]: first,
        [subscriptionStream(cast.otherSubscriptionId)]: { ...second, owner },
      },
    };
  },
});

export const ownershipHistories: readonly History[] = [
  besides(
    'two people, one number: a stranger’s purchase waits for the stranger',
    (cast) => ({ passthrough: '', email: `office-${cast.email}` }),
    'nobody',
  ),
  besides(
    'two people, one number: the stranger’s address contains the customer’s',
    (cast) => ({ passthrough: '', email: `x${cast.email}` }),
    'nobody',
  ),
  besides(
    'two people, one number: another program’s passthrough names the customer’s number',
    (cast) => ({ passthrough: `{"billable_id":${cast.userId}}`, email: `office-${cast.email}` }),
    'nobody',
  ),
];
