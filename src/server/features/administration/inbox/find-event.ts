/** Shows one event of the log: its payload, why it was not applied, and what it changed. */
import type { Deps } from '#server/deps.ts';
import type { OwnerDeps } from '#server/features/administration/settling/owners.ts';
import { foldedPayload } from '#server/features/billing/event-log/folded-payload.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { foldContext } from '#server/features/billing/fold/projection.ts';
import { type Changes, timelineOf } from '#server/features/billing/fold/timeline.ts';
import type { EventChange, EventDetails, UnfoldedPayload } from '#shared/administration/inbox/inbox.ts';
import { AppError } from '#shared/errors.ts';
import { Money, toDecimal } from '#shared/money.ts';
import { withOwners } from './list-events.ts';
import type { EventRow } from './listed-event.repository.ts';

type FindDeps = OwnerDeps & Pick<Deps, 'events' | 'listedEvents' | 'paddle' | 'plans'>;

async function rowOf({ listedEvents }: Pick<Deps, 'listedEvents'>, id: number): Promise<EventRow> {
  const row = await listedEvents.findById(id);
  if (!row) throw new AppError('not_found', `there is no event ${id}`);
  return row;
}

/** Returns the event without personal data. Throws `not_found` if there is no such event. */
export async function findEvent(deps: FindDeps, id: number): Promise<EventDetails> {
  const row = await rowOf(deps, id);
  const [listed] = await withOwners(deps, [row]);
  if (!listed) throw new Error('an event that was found is not listed');
  const event = await readable(deps, id);
  const meaning = event && readEvent(deps.paddle, event);
  const wrongFields = meaning?.status === 'malformed' ? meaning.problem : null;
  return {
    ...listed,
    ...{ occurredAt: row.occurredAt, attempts: row.attempts, alertId: row.alertId, wrongFields },
    fields: event ? foldedPayload(deps.paddle, event) : [],
    changes: row.state === 'applied' && row.stream !== null ? await changesOf(deps, id, row.stream) : [],
  };
}

/** Returns the whole payload and the message of the error. */
export async function unfoldEvent(
  deps: Pick<Deps, 'events' | 'listedEvents' | 'paddle'>,
  id: number,
): Promise<UnfoldedPayload & { stream: string | null; type: string }> {
  const { error, stream, type } = await rowOf(deps, id);
  const event = await readable(deps, id);
  return {
    error,
    stream,
    type,
    fields: event ? foldedPayload(deps.paddle, event, { isUnfolded: true }) : [],
  };
}

/** Returns the event. If its payload is no JSON object, it has no fields. */
async function readable({ events }: Pick<Deps, 'events'>, id: number) {
  return (await events.findReadable([id])).get(id) ?? null;
}

/** The fields of the subscription and the licence that are shown. Addresses and links are left out. */
const shown: Readonly<Record<'subscription' | 'entitlement', readonly string[]>> = {
  subscription: [
    ...['paddlePlanId', 'status', 'quantity', 'trialEndsOn', 'nextBillOn', 'pausedFrom', 'endsOn'],
    ...['failedAttempts', 'nextRetryOn', 'nextCharge'],
  ],
  entitlement: ['paddlePlanId', 'status', 'quantity', 'validUntil', 'pausedFrom', 'endsOn'],
};

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const money = Money.safeParse(value);
  if (money.success) return `${toDecimal(money.data)} ${money.data.currency}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const partOf = (
  part: EventChange['part'],
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): EventChange[] =>
  Object.entries(fields)
    .filter(([name]) => names.includes(name))
    .map(([name, value]) => ({ part, name, value: textOf(value) }));

const inWords = ({ subscription, entitlement, receipts, flags }: Changes): EventChange[] => [
  ...partOf('licence', entitlement, shown.entitlement),
  ...partOf('subscription', subscription, shown.subscription),
  ...Object.entries(receipts).map(([name, receipt]): EventChange => {
    const amount = receipt !== null && typeof receipt === 'object' && 'amount' in receipt && receipt.amount;
    return { part: 'receipt', name, value: amount ? textOf(amount) : '' };
  }),
  ...Object.keys(flags).map((name): EventChange => ({ part: 'flag', name, value: '' })),
];

/** Folds the stream and returns what the facts of this event changed in it. */
async function changesOf(
  deps: Pick<Deps, 'events' | 'paddle' | 'plans'>,
  id: number,
  stream: string,
): Promise<EventChange[]> {
  const { events } = await deps.events.listReadable([stream]);
  const facts = events.map((event) => ({ event, facts: datedFacts(event, readEvent(deps.paddle, event)) }));
  const own = new Set(
    facts.flatMap((each) => (each.event.id === id ? each.facts.map(({ fact }) => fact) : [])),
  );
  const timeline = timelineOf(
    stream,
    facts.flatMap((each) => each.facts),
    foldContext(await deps.plans.list()),
  );
  return timeline.filter(({ fact }) => own.has(fact)).flatMap(({ changes }) => inWords(changes));
}
