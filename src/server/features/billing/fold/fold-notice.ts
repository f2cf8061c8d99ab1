/** Folds streams that only inform or need review: high-risk cases, invoices and buyers' addresses. */

import { groupBySecond } from './event-order.ts';
import { decide, noDecisions, raise } from './fold-decisions.ts';
import type { Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';

/** Yields a step for each event of a case, an invoice or a Paddle customer. None of these affects a licence. */
export function* stepsOfNotice(stream: string, facts: readonly TimedEvent[]): Generator<Step> {
  const decisions = noDecisions();
  let contact: Projection['contact'] = null;
  for (const dated of groupBySecond(facts).flat()) {
    const { fact, occurredAt: at } = dated;
    switch (fact.type) {
      case 'high_risk_transaction_created':
      case 'high_risk_transaction_updated': {
        const score = fact.score === null ? '' : `, ${fact.score} %`;
        raise(decisions, {
          reference: `risk:${fact.ref.id}`,
          kind: 'high_risk',
          orderId: fact.orderId,
          detail: `${fact.verdict}${score}`,
          at,
        });
        break;
      }
      case 'invoice_paid':
      case 'invoice_paid_v2':
        raise(decisions, {
          reference: `invoice:${fact.ref.id}`,
          kind: 'invoice_paid',
          detail: fact.ref.id,
          at,
        });
        break;
      case 'new_audience_member':
      case 'update_audience_member':
        contact = { paddleUserId: Number(fact.ref.id), email: fact.email, since: at };
        break;
      default:
        if ('by' in fact) decide(decisions, fact, at, stream);
    }
    const known = contact;
    yield {
      dated,
      project: () => ({ ...nothing(null), flags: [...decisions.flags.values()], contact: known }),
    };
  }
}
