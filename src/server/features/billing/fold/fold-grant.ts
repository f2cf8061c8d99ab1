/** Folds the stream of a complimentary licence. */
import { dayOf, latestDay } from '#shared/dates.ts';
import { groupBySecond } from './event-order.ts';
import { claim, type Decisions, decide, noDecisions } from './fold-decisions.ts';
import type { LicenceImported } from './imported-events.ts';
import type { InternalEvent } from './internal-events.ts';
import type { Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';

type Granted = Extract<InternalEvent, { type: 'licence_granted' }> | LicenceImported;

function project(
  grant: { fact: Granted; at: Date } | null,
  decisions: Decisions,
  lastEvent: string,
): Projection {
  if (!grant) return nothing('the grant event is missing');
  const { fact, at } = grant;
  const startedOn = fact.type === 'licence_imported' ? fact.startedOn : dayOf(at);
  return {
    ...nothing(null),
    entitlement: {
      paddlePlanId: fact.planId,
      status: decisions.revokedAt ? 'revoked' : 'granted',
      subscriptionState: lastEvent,
      quantity: fact.quantity,
      startedOn,
      periodStart: startedOn,
      validUntil: latestDay(fact.until, decisions.extendedThrough) ?? fact.until,
      pausedFrom: null,
      endsOn: null,
      lastPaid: null,
    },
    flags: [...decisions.flags.values()],
    claim: decisions.claim,
  };
}

/** Yields a step for each event of a grant. */
export function* stepsOfGrant(stream: string, facts: readonly TimedEvent[]): Generator<Step> {
  const decisions = noDecisions();
  let grant: { fact: Granted; at: Date } | null = null;
  let imported: LicenceImported | null = null;
  let lastEvent = '';
  for (const dated of groupBySecond(facts).flat()) {
    const { fact, occurredAt: at } = dated;
    if (fact.type === 'licence_granted') {
      grant ??= { fact, at };
      claim(decisions, { userId: fact.userId, how: 'granted' });
      lastEvent = fact.type;
    } else if (fact.type === 'licence_imported') {
      // Only what has changed in the other portal since the import before is taken from a later one.
      if (fact.isRefused && !imported?.isRefused) decisions.revokedAt ??= at;
      if (!fact.isRefused && imported?.isRefused) decisions.revokedAt = null;
      grant = { fact, at };
      imported = fact;
      claim(decisions, { userId: fact.userId, how: 'granted' });
      lastEvent = fact.state;
    } else if ('by' in fact && decide(decisions, fact, at, stream)) {
      lastEvent = fact.type;
    }
    const now = { grant, lastEvent };
    yield { dated, project: () => project(now.grant, decisions, now.lastEvent) };
  }
}
