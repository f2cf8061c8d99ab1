/** The kinds of flags: what a person has to look into. */
import { z } from 'zod';

export const FlagKind = z.enum([
  'dispute',
  'high_risk',
  'partial_refund',
  'missing_at_paddle',
  'second_licence',
  /** A purchase for an account that had already been deleted here. An operator decides whether to refund it. */
  'paid_after_deletion',
  /** A purchase for an account that never existed here. */
  'unknown_account',
  'invoice_paid',
  /** A charge was moved by a whole period or more, and no payment explains the move. */
  'charge_moved',
  /**
   * A pause ended and the next charge moved to a later date, but no payment followed. The licence isn't extended by
   * this.
   */
  'resumed_unpaid',
  /** A subscription was bought to continue an ended one, but the licence didn't move to it. */
  'keep_refused',
  /** Paddle charges for a subscription whose account had been deleted in the portal that this one took over from. */
  'charged_after_deletion',
  /** A revoked licence was paid for. A payment doesn't reinstate it, so a person decides. */
  'paid_while_revoked',
]);
export type FlagKind = z.infer<typeof FlagKind>;
