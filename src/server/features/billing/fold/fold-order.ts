/** One order that is no subscription's: a product paid once. Refunds and disputes of any order are told here too. */

import type { OneOffPaid } from '#server/platform/paddle/facts.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, dayOf } from '#shared/dates.ts';
import { toDecimal } from '#shared/money.ts';
import { groupBySecond } from './event-order.ts';
import { type Decisions, decide, noDecisions, raise, raisePartialRefund } from './fold-decisions.ts';
import type { FoldContext } from './fold-stream.ts';
import { addPayment, emptyLedger, type PaymentLedger, paidThrough, receiptsOf } from './payment-ledger.ts';
import type { EntitlementProjection, Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';

interface State {
  stream: string;
  paid: (OneOffPaid & { at: Date }) | null;
  book: PaymentLedger;
  decisions: Decisions;
  lastEvent: string;
}

function entitlementOf(state: State, { frequencyOf }: FoldContext): EntitlementProjection | null {
  const { paid, book, decisions } = state;
  const frequency = paid && frequencyOf(paid.productId);
  if (!paid || !frequency) return null;
  const startedOn = dayOf(paid.at);
  const { validUntil, givenBack } = paidThrough(
    {
      ...book,
      payments: book.payments.map((payment) => ({
        ...payment,
        paidThrough: addMonths(startedOn, monthsOf[frequency]),
      })),
    },
    {
      ...{ startedOn, covered: [], moves: [] },
      extendedThrough: decisions.extendedThrough,
    },
  );
  return {
    paddlePlanId: paid.productId,
    status: decisions.isRevoked ? 'revoked' : givenBack ? 'refunded' : 'one_off',
    subscriptionState: state.lastEvent,
    quantity: paid.quantity,
    startedOn,
    periodStart: startedOn,
    validUntil,
    pausedFrom: null,
    endsOn: null,
    lastPaid: paid.amount,
  };
}

function project(state: State, context: FoldContext): Projection {
  const entitlement = entitlementOf(state, context);
  return {
    ...nothing(state.paid || state.decisions.flags.size > 0 ? null : 'payment_succeeded has not come yet'),
    entitlement,
    receipts: receiptsOf(state.book),
    flags: [...state.decisions.flags.values()],
    ...(state.paid ? { buyer: state.paid.buyer } : {}),
    claim: state.decisions.claim,
  };
}

function step(state: State, { fact, occurredAt: at }: TimedEvent): void {
  switch (fact.type) {
    case 'payment_succeeded':
      if (state.paid) return;
      state.paid = { ...fact, at };
      addPayment(state.book, fact, at);
      state.lastEvent = fact.type;
      return;
    case 'payment_refunded': {
      const { kind, amount } = fact;
      const { id: orderId } = fact.ref;
      state.book.refunds.push({ orderId, paymentId: null, kind, amount, at });
      if (kind === 'partial')
        raisePartialRefund(state.decisions, { about: state.stream, orderId, amount, at });
      if (kind !== 'vat') state.lastEvent = fact.type;
      return;
    }
    case 'payment_dispute_created':
    case 'payment_dispute_closed':
      raise(state.decisions, {
        reference: `dispute:${fact.ref.id}`,
        kind: 'dispute',
        anew: true,
        orderId: fact.ref.id,
        detail: `${fact.type === 'payment_dispute_created' ? 'open' : 'closed'}, ${toDecimal(fact.amount)} ${fact.amount.currency}`,
        at,
      });
      return;
    default:
      // Decisions are the same for every kind of stream; facts of other streams tell nothing about this one.
      if ('by' in fact && decide(state.decisions, fact, at, state.stream)) state.lastEvent = fact.type;
  }
}

/** The steps of an order. A licence of one period comes of it only where the product is a plan's. */
export function* stepsOfOrder(
  stream: string,
  facts: readonly TimedEvent[],
  context: FoldContext,
): Generator<Step> {
  const state: State = { stream, paid: null, book: emptyLedger(), decisions: noDecisions(), lastEvent: '' };
  for (const dated of groupBySecond(facts).flat()) {
    step(state, dated);
    yield { dated, project: () => project(state, context) };
  }
}
