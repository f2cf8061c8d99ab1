/** Finds customers who pay for one product twice: two tabs, two pay links, and nobody who refused the second payment. */

import type { BoundDeps, Deps } from '#server/deps.ts';
import { isRunning } from '#server/features/billing/checkout/running-licence.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import { subscriptionIdOf } from '#server/features/billing/fold/stream-ids.ts';
import { recordEvents } from '#server/features/billing/projections/record-event.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';

interface SecondLicence {
  /** The later subscription; the flag stands on it. */
  stream: string;
  /** The one before it. */
  other: string;
}

const secondLicenceFlag = ({ stream, other }: SecondLicence): string => `second_licence:${stream}+${other}`;

/** The same whichever came first here: by the day it began, then by Paddle's number. */
function inOrder(a: Licence, b: Licence): number {
  if (a.startedOn !== b.startedOn) return a.startedOn < b.startedOn ? -1 : 1;
  return (subscriptionIdOf(a.stream) ?? 0) - (subscriptionIdOf(b.stream) ?? 0);
}

/**
 * Each subscription beside the one of its product before it, where both run. A chain rather than every pair: however
 * many there are, and in whichever order they become known, a new one changes no more than its own link and the next.
 */
function chainOf(licences: readonly Licence[]): SecondLicence[] {
  const last = new Map<Product, string>();
  return [...licences].sort(inOrder).flatMap(({ stream, plan: { product } }) => {
    const other = last.get(product);
    last.set(product, stream);
    return other === undefined ? [] : [{ stream, other }];
  });
}

/** Those whose buyer said, when they paid, that they want another one. */
async function wantedAmong(
  deps: Pick<BoundDeps, 'events' | 'paddle'>,
  streams: readonly string[],
): Promise<ReadonlySet<string>> {
  const logged = await deps.events.listByStreams(streams);
  const isWanted = (stream: string): boolean =>
    (logged.get(stream) ?? []).some((event) => {
      const meaning = readEvent(deps.paddle, event);
      return meaning.status === 'fact' && 'buyer' in meaning.fact && meaning.fact.buyer.wantsAnother === true;
    });
  return new Set(streams.filter(isWanted));
}

/**
 * Looks at some customers and writes down what is found: a flag on each subscription that runs beside an earlier one,
 * and a mail about it to whoever answers for the portal. The flag names the one before it; where that turns out to be
 * another one, or ends, the flag is raised against that. What somebody has dealt with is left alone. In one transaction:
 * of two who find the same, one writes. Answers the flags that were raised.
 */
export async function findDuplicateSubscriptionsOf(
  deps: Pick<Deps, 'transaction'>,
  userIds: readonly number[],
): Promise<SecondLicence[]> {
  return deps.transaction(async (bound) => {
    const several = await bound.customersWithSeveral.among(userIds);
    const found: SecondLicence[] = [];
    for (const userId of several) {
      const today = dayOf(bound.now());
      const subscribed = (await bound.licences.listForUser(userId)).filter(
        ({ stream }) => subscriptionIdOf(stream) !== null,
      );
      const subscriptions = await bound.subscriptions.listByStreams(subscribed.map(({ stream }) => stream));
      const running = subscribed.filter((licence) => {
        const nextBillOn = subscriptions.get(licence.stream)?.nextBillOn ?? null;
        return isRunning({ ...licence, nextBillOn }, today, bound.settings);
      });
      found.push(...(await writeDown(bound, chainOf(running))));
    }
    return found;
  });
}

/** What of the chain was news. */
async function writeDown(bound: BoundDeps, chain: readonly SecondLicence[]): Promise<SecondLicence[]> {
  const flags = (await bound.flags.listByStreams(chain.map(({ stream }) => stream))).filter(
    ({ kind }) => kind === 'second_licence',
  );
  const standing = chain.flatMap((link) => {
    const own = flags.filter(({ stream }) => stream === link.stream);
    return own.some(({ resolvedAt }) => resolvedAt !== null) ? [] : [{ link, own }];
  });
  const unsaid = standing.flatMap(({ link, own }) =>
    own.some(({ detail }) => detail === link.other) ? [] : [link],
  );
  const wanted = await wantedAmong(
    bound,
    unsaid.map(({ stream }) => stream),
  );
  const raised = unsaid.filter(({ stream }) => !wanted.has(stream));
  const mistaken = standing.flatMap(({ link, own }) =>
    own.flatMap(({ stream, detail }) => (detail === link.other ? [] : [{ stream, other: detail }])),
  );
  const at = bound.now();
  const by = 'system';
  await recordEvents(bound, {
    source: 'system',
    events: [
      ...mistaken.map(({ stream, other }) => ({
        ...{ stream, event: { type: 'second_licence_withdrawn', by, other } as const },
      })),
      ...raised.map(({ stream, other }) => ({
        ...{ stream, event: { type: 'second_licence_found', by, other } as const },
      })),
    ],
  });
  await bound.outbox.add(
    raised.map((link) => ({
      // One mail about each, whichever the flag names by then.
      ...{ idempotencyKey: `second_licence:${link.stream}`, template: 'second-licence' as const, at },
      ids: { flag: secondLicenceFlag(link), stream: link.stream },
    })),
  );
  return raised;
}

/** When the first event of that kind happened; null when none did. */
const happenedAt = (
  events: readonly LoggedEvent[] | undefined,
  type: 'subscription_created' | 'subscription_cancelled',
): number | null => events?.find((event) => event.type === type)?.occurredAt.getTime() ?? null;

/**
 * Takes back flags that stood on a cancellation nobody had heard of: the earlier subscription had been cancelled
 * before the later one was bought. Of those whose earlier subscription is among `ended`.
 */
export async function withdrawMistakenFlags(
  deps: Pick<Deps, 'transaction'>,
  ended: readonly string[],
): Promise<void> {
  await deps.transaction(async (bound) => {
    const flags = await bound.flags.listOpenAgainst('second_licence', ended);
    if (flags.length === 0) return;
    const logged = await bound.events.listByStreams([
      ...new Set(flags.flatMap(({ stream, detail }) => [stream, detail])),
    ]);
    const mistaken = flags.filter(({ stream, detail: other }) => {
      const endedAt = happenedAt(logged.get(other), 'subscription_cancelled');
      const boughtAt = happenedAt(logged.get(stream), 'subscription_created');
      return endedAt !== null && boughtAt !== null && endedAt <= boughtAt;
    });
    await recordEvents(bound, {
      source: 'system',
      events: mistaken.map(({ stream, detail: other }) => ({
        ...{ stream, event: { type: 'second_licence_withdrawn', by: 'system', other } as const },
      })),
    });
  });
}

const page = 200;

/** Looks at all customers: what a crash kept from being found is found at night. Throws when it is told to stop. */
export async function findDuplicateSubscriptions(
  deps: Pick<Deps, 'transaction' | 'customersWithSeveral'>,
  stopped?: AbortSignal,
): Promise<SecondLicence[]> {
  const found: SecondLicence[] = [];
  for (let after: number | null = 0; after !== null; ) {
    stopped?.throwIfAborted();
    const { userIds, next }: Awaited<ReturnType<Deps['customersWithSeveral']['page']>> =
      await deps.customersWithSeveral.page({ after, limit: page });
    for (const userId of userIds) found.push(...(await findDuplicateSubscriptionsOf(deps, [userId])));
    after = next;
  }
  return found;
}
