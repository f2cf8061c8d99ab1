/** The change that undoes a cancellation or a pause. */

import { isCancelledTrial, type LicenceView } from '#shared/licences/licences.ts';
import { isPause } from './licence-state.ts';

/**
 * Returns the change with which the licence goes on, and its name; null if the licence renews, has ended, or goes on
 * with another payment. `buy` leads to the plans.
 */
export function wayBackOf(licence: LicenceView) {
  if (licence.standing === 'ended') return null;
  if (isCancelledTrial(licence)) return { change: 'buy', name: 'home.plans' } as const;
  if (licence.status === 'cancelled') return { change: 'keep', name: 'changes.keep' } as const;
  if (!isPause(licence) || licence.notices.some(({ kind }) => kind === 'paused_unpaid')) return null;
  const name = licence.pausesOn === null ? 'changes.resume' : 'changes.undoPause';
  return { change: 'resume', name } as const;
}
