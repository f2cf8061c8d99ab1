/** Schemas for what an administrator has to decide about a customer: flags, claims and double payments. */
import { z } from 'zod';
import { FlagKind } from '#shared/billing/flags.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { ActOnCustomer } from './acts.ts';

const FlagReference = z.string().min(1).max(128);
const StreamName = z.string().min(1).max(64);

export const FlagChoice = ActOnCustomer.extend({
  reference: FlagReference,
  /** Null for a flag about a purchase that nobody owns, or about none. */
  customerId: ActOnCustomer.shape.customerId.nullable(),
});

export const ClaimChoice = ActOnCustomer.extend({ stream: StreamName });

/**
 * What is done about two payments for one product. `keep_both`: nothing is cancelled. `cancel_first`, `cancel_second`:
 * the subscription that was bought first or second is cancelled. Refunds are a decision of their own.
 */
const DoublePaymentDecision = z.enum(['keep_both', 'cancel_first', 'cancel_second']);

export const DoublePaymentChoice = ActOnCustomer.extend({
  /** The flag of the later of the two subscriptions. */
  reference: FlagReference,
  /** Made by the form. A cancellation that is sent again with the same ID isn't carried out a second time. */
  requestId: RandomId,
  decision: DoublePaymentDecision,
});

/** What each decision would do to the licences of a double payment. */
const DecisionEffect = z.object({
  decision: DoublePaymentDecision,
  /** The licence whose subscription is cancelled; null if none is. */
  cancelsLicenceId: z.int().nullable(),
  /** Why the decision isn't possible; null if it is. */
  isPossible: z.boolean(),
});

/** A flag about a customer's purchase. Settling it marks it as looked into and changes nothing else. */
export const OpenFlag = z.object({
  reference: z.string(),
  kind: FlagKind,
  orderId: z.string().nullable(),
  raisedAt: z.date(),
  detail: z.string(),
  /** When the customer said that they want both licences; null if they haven't, and for other kinds. */
  wantedAt: z.date().nullable(),
  /** The licence that the flag is about; null if there is none. */
  licenceId: z.int().nullable(),
  /** For two payments: what each decision does. Empty for other kinds, which are settled as they are. */
  decisions: z.array(DecisionEffect),
});
export type OpenFlag = z.infer<typeof OpenFlag>;

/** A purchase that waits for its owner, as it would be assigned. */
export const ClaimPreview = z.object({
  stream: z.string(),
  /** The licence that the customer would get; null if the purchase has none yet. */
  licenceId: z.int().nullable(),
  /** Whether the purchase still belongs to nobody. Only then can it be assigned. */
  isWaiting: z.boolean(),
});
