/** Schemas for the acts of administrators on a customer's subscriptions. */
import { z } from 'zod';
import { WantedChange } from '#shared/billing/changes.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { Seats } from '#shared/catalogue/catalogue.ts';
import { Money } from '#shared/money.ts';
import { CustomerChoice } from './acts.ts';
import { ActOnLicence, LicenceOfCustomer } from './licences.ts';

export const ChangeOfCustomer = LicenceOfCustomer.extend({ change: WantedChange });

/** A change that the administrator has confirmed. */
const Confirmed = ActOnLicence.extend({
  /** Made by the form. A request that is sent again with the same ID isn't carried out a second time. */
  requestId: RandomId,
  /** `today` of the preview that the administrator confirmed. */
  shown: Money.nullable().default(null),
});

export const SeatsForCustomer = Confirmed.extend({
  quantity: Seats,
  /** The number of seats, typed a second time, if the preview asks for it. */
  typedQuantity: z.int().optional(),
});

export const PlanForCustomer = Confirmed.extend({ planId: z.int().positive() });

export const CancellationForCustomer = Confirmed.omit({ shown: true });

export const ProgressOfCustomer = CustomerChoice.extend({ changeId: RandomId });

/** What a comparison of a customer's subscriptions with Paddle has found. What was found is logged and applied. */
export const SyncOutcome = z.object({
  /** How many subscriptions were compared. */
  subscriptions: z.int(),
  findings: z.array(
    z.object({
      kind: z.enum(['alert', 'subscription', 'payment', 'missing']),
      stream: z.string().nullable(),
    }),
  ),
  /** How many subscriptions Paddle couldn't be asked about. Nothing was changed for them. */
  unanswered: z.int(),
});
export type SyncOutcome = z.infer<typeof SyncOutcome>;
