/**
 * Folds the stream of an order: a one-off purchase, and the refunds and disputes that Paddle reports by order ID, even
 * for orders that belong to a subscription.
 */

import type { BuyerHints, OneOffPaid } from '#server/platform/paddle/facts.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { addMonths, dayOf } from '#shared/dates.ts';
import { toDecimal } from '#shared/money.ts';
import { groupBySecond } from './event-order.ts';
import { type Decisions, decide, noDecisions, raise, raisePartialRefund } from './fold-decisions.ts';
import {
  addImportedReceipts,
  addPayment,
  emptyLedger,
  type PaymentLedger,
  paidThrough,
  receiptsOf,
} from './payment-ledger.ts';
import type { EntitlementProjection, FoldContext, Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';

interface State {
  stream: string;
  paid: (OneOffPaid & { at: Date }) | null;
  /** The buyer, as an import said it; null if the order wasn't imported. */
  importedFor: BuyerHints | null;
  book: PaymentLedger;
  decisions: Decisions;
  lastEvent: string;
}

function entitlementOf(state: State, { frequencyOf }: FoldContext): EntitlementProjection | null {
  const { paid, book, decisions } = state;
  const frequency = paid && frequencyOf(paid.productId);
  if (!paid || !frequency) return null;
  const startedOn = dayOf(paid.at);
  const { validUntil, isRefunded } = paidThrough(
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
    status: decisions.revokedAt ? 'revoked' : isRefunded ? 'refunded' : 'one_off',
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
  const buyer = state.paid?.buyer ?? state.importedFor;
  const isKnown = buyer !== null || state.decisions.flags.size > 0;
  return {
    ...nothing(isKnown ? null : 'payment_succeeded has not arrived yet'),
    entitlement,
    receipts: receiptsOf(state.book),
    flags: [...state.decisions.flags.values()],
    ...(buyer ? { buyer } : {}),
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
    case 'order_imported':
      addImportedReceipts(state.book, [fact.receipt]);
      state.importedFor ??= { billableId: fact.billableId, paddleUserId: null, email: null };
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
      // Decisions apply to every kind of stream. Other events that reach this point belong to other kinds of stream and
      // are ignored.
      if ('by' in fact && decide(state.decisions, fact, at, state.stream)) state.lastEvent = fact.type;
  }
}

/**
 * Yields a step for each event of an order. An order grants a licence, for one period, only if its product is a plan.
 */
export function* stepsOfOrder(
  stream: string,
  facts: readonly TimedEvent[],
  context: FoldContext,
): Generator<Step> {
  const state: State = {
    ...{ stream, paid: null, importedFor: null, book: emptyLedger(), decisions: noDecisions() },
    lastEvent: '',
  };
  for (const dated of groupBySecond(facts).flat()) {
    step(state, dated);
    yield { dated, project: () => project(state, context) };
  }
}
