/** One event's turn in a fold. */
import type { Projection, TimedEvent } from './projection.ts';

export interface Step {
  dated: TimedEvent;
  /** Everything up to and with this event; to be called before the next step is taken. */
  project: () => Projection;
}

/** Nothing has come of the events yet. */
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
  waitsFor,
});
