/** Work items that the crash proof interrupts by killing a portal. */
import { histories } from '#proofs/histories/histories.ts';
import type { History } from '#proofs/histories/history.ts';

export interface Work {
  name: string;
  history: History;
  /** Number of alerts that are applied first, without interruption. */
  settledBefore: number;
  /** Number of alerts that are being handled at the same time when the portal is killed. */
  inFlight: number;
}

function work(name: string, of: string, settledBefore: number, inFlight: number): Work {
  const history = histories.find((each) => each.name === of);
  if (!history) throw new Error(`there is no history called "${of}"`);
  return { name, history, settledBefore, inFlight };
}

export const works: readonly [Work, ...Work[]] = [
  work('a purchase is created', 'buy', 0, 1),
  work('a purchase is paid before it is created', 'buy', 1, 1),
  work('a renewal', 'buy and renew twice', 2, 1),
  work('a failed payment', 'fail and recover', 2, 1),
  work('a cancellation', 'cancel', 2, 1),
  work('a full refund', 'refund in full', 2, 1),
  work('a dispute', 'dispute over a renewal', 3, 1),
  work(
    'a purchase whose owner is determined later',
    'migrated: a second subscription, bought with the customer’s e-mail address',
    2,
    1,
  ),
  work('a burst of four', 'fail and recover', 0, 4),
];
