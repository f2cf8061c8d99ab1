/** What comes late about somebody who was erased never brings them back. */
import type { Deps } from '../../deps.ts';
import type { NewEvent } from './event.repository.ts';
import { isOwnType } from './fold/own-events.ts';
import { orderSubject } from './fold/subjects.ts';
import { readEvent } from './inbox/read-event.ts';
import { tombstoneOf } from './tombstone.ts';
import { blankEvent, paddleUserOf } from './without-person.ts';

type ForgetDeps = Pick<Deps, 'paddle' | 'paddleCustomers' | 'accounts' | 'now'>;

/** Whoever decides about what was an erased person's knows it, and says why. */
const isDecision = ({ type, payload }: NewEvent) => isOwnType(type) && payload.by !== 'reconciliation';

/**
 * The events as they may be stored: those about people who were erased, without the person; told by Paddle's number
 * of the buyer, by what was theirs (a subscription, an order), or by the account that a passthrough names. Who came
 * back is another matter: a purchase by a pay link of an account that exists is stored whole. The digest of an alert
 * stays the one of the whole, so that it is recognised when Paddle sends it again.
 */
export async function forgetErased(deps: ForgetDeps, events: readonly NewEvent[]): Promise<NewEvent[]> {
  const about = events
    .filter((event) => !isDecision(event))
    .map((event) => ({
      event,
      buyer: paddleUserOf(deps.paddle, event),
      customer: deps.paddle.aboutWhom(event.payload).customerId,
    }));
  const tombstones = await deps.paddleCustomers.tombstones({
    paddleUserIds: [...new Set(about.flatMap(({ buyer }) => buyer ?? []))],
    names: [
      ...new Set(
        about.flatMap(({ event, customer }) => [
          ...(event.subject === null ? [] : [event.subject]),
          ...(customer === null ? [] : [tombstoneOf(customer)]),
        ]),
      ),
    ],
  });
  if (tombstones.paddleUserIds.size + tombstones.names.size === 0) return [...events];
  const isGone = (customer: number) => tombstones.names.has(tombstoneOf(customer));
  const suspects = about.filter(
    ({ event, buyer, customer }) =>
      (buyer !== null && tombstones.paddleUserIds.has(buyer)) ||
      (event.subject !== null && tombstones.names.has(event.subject)) ||
      (customer !== null && isGone(customer)),
  );
  const accounts = await deps.accounts.findByIds(suspects.flatMap(({ customer }) => customer ?? []));
  // Until an erasure is over its account is there, and counts no more.
  const erased = suspects.filter(({ customer }) => !accounts.has(customer ?? 0) || isGone(customer ?? 0));
  await buryWhatTheyTell(
    deps,
    erased.map(({ event }) => event),
  );
  const theirs = new Set(erased.map(({ event }) => event));
  return events.map((event) => (theirs.has(event) ? blankEvent(deps.paddle, event) : event));
}

/** What is new of theirs: an alert about it that comes later may not name the buyer. */
async function buryWhatTheyTell(deps: ForgetDeps, events: readonly NewEvent[]): Promise<void> {
  const names = events.flatMap((event) => {
    const meaning = readEvent(deps.paddle, event);
    const order = meaning.status === 'fact' && 'orderId' in meaning.fact ? meaning.fact.orderId : null;
    return [event.subject, order === null ? null : orderSubject(order)];
  });
  await deps.paddleCustomers.bury([...new Set(names.filter((name) => name !== null))], deps.now());
}
