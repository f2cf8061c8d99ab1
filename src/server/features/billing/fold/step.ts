/** The step that a fold yields for each event. */
import type { Projection, TimedEvent } from './projection.ts';

export interface Step {
  dated: TimedEvent;
  /**
   * Returns the projection up to and including this event. Call this before advancing to the next step, which changes
   * the underlying state.
   */
  project: () => Projection;
}

/** Returns an empty projection. `waitsFor` names the event that is missing, if any. */
export const nothing = (waitsFor: string | null): Projection => ({
  subscription: null,
  entitlement: null,
  receipts: [],
  flags: [],
  laterFlags: [],
  buyer: { billableId: null, paddleUserId: null, email: null },
  claim: null,
  contact: null,
  references: [],
  paidThrough: null,
  isWithheld: false,
  waitsFor,
});
