/** Finds customers who pay for the same product twice, for example after paying in two tabs. */

import type { BoundDeps, Deps } from '#server/deps.ts';
import { isRunning } from '#server/features/billing/checkout/running-licence.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { newsForMs } from '#server/features/billing/projections/news-of-stream.ts';
import { recordEvents } from '#server/features/billing/projections/record-event.ts';
import { isKind } from '#server/features/billing/streams/stream-names.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { dayOf, startOfDay } from '#shared/dates.ts';
import { isUnansweredDuplicate } from './unanswered-flag.ts';

interface SecondLicence {
  /** Stream of the later subscription. The flag is raised on this stream. */
  stream: string;
  /** Stream of the subscription before it. */
  other: string;
}

const secondLicenceFlag = ({ stream, other }: SecondLicence): string => `second_licence:${stream}+${other}`;

/** A running licence with Paddle's ID for its subscription. */
interface Subscribed {
  licence: Licence;
  paddleId: string;
}

/**
 * Compares subscriptions by start day, then by Paddle ID. Of two Paddle IDs, a longer one is later. The order therefore
 * doesn't depend on when alerts arrived.
 */
function inOrder(a: Subscribed, b: Subscribed): number {
  if (a.licence.startedOn !== b.licence.startedOn) return a.licence.startedOn < b.licence.startedOn ? -1 : 1;
  if (a.paddleId === b.paddleId) return 0;
  return a.paddleId.length - b.paddleId.length || (a.paddleId < b.paddleId ? -1 : 1);
}

/**
 * Pairs each running subscription with the previous one for the same product. Each is paired only with the one directly
 * before it, so that a newly discovered subscription changes at most two pairs.
 */
function chainOf(subscribed: readonly Subscribed[]): SecondLicence[] {
  const last = new Map<Product, string>();
  return [...subscribed].sort(inOrder).flatMap(
    ({
      licence: {
        stream,
        plan: { product },
      },
    }) => {
      const other = last.get(product);
      last.set(product, stream);
      return other === undefined ? [] : [{ stream, other }];
    },
  );
}

/** Returns those of the streams whose buyer asked for an additional licence at checkout. */
async function wantedAmong(
  deps: Pick<BoundDeps, 'events' | 'paddle'>,
  streams: readonly string[],
): Promise<ReadonlySet<string>> {
  const logged = await deps.events.listByStreams(streams);
  const isWanted = (stream: string): boolean =>
    (logged.get(stream) ?? [])
      .flatMap((event) => datedFacts(event, readEvent(deps.paddle, event)))
      .some(({ fact }) => 'buyer' in fact && fact.buyer.wantsAnother === true);
  return new Set(streams.filter(isWanted));
}

/**
 * Finds subscriptions of the given customers that run alongside an earlier one for the same product. Flags each of them
 * and e-mails the operator about it. The flag names the previous subscription; if a different one takes that place, the
 * flag is replaced. Resolved and answered flags are left alone. Runs in one transaction, so that only one of several
 * processes with the same finding records it. Returns the flags raised.
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
      const subscribed = (await bound.licences.listForUser(userId)).filter(({ stream }) =>
        isKind(stream, 'subscription'),
      );
      const subscriptions = await bound.subscriptions.listByStreams(subscribed.map(({ stream }) => stream));
      const running = subscribed.flatMap((licence): Subscribed[] => {
        const { nextBillOn = null, ref } = subscriptions.get(licence.stream) ?? {};
        if (!isRunning({ ...licence, nextBillOn }, today, bound.settings)) return [];
        return [{ licence, paddleId: ref?.id ?? '' }];
      });
      found.push(...(await writeDown(bound, chainOf(running))));
    }
    return found;
  });
}

/**
 * Logs new flags, withdraws flags that name a subscription that is no longer the previous one, and queues the e-mails.
 * Returns the flags raised.
 */
async function writeDown(bound: BoundDeps, chain: readonly SecondLicence[]): Promise<SecondLicence[]> {
  const flags = (await bound.flags.listByStreams(chain.map(({ stream }) => stream))).filter(
    ({ kind }) => kind === 'second_licence',
  );
  const standing = chain.flatMap((link) => {
    const own = flags.filter(({ stream }) => stream === link.stream);
    return own.every(isUnansweredDuplicate) ? [{ link, own }] : [];
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
  if (raised.length + mistaken.length === 0) return [];
  // If one of these subscriptions has just been cancelled in another process, this check starts over and sees that. If
  // the cancellation is applied after this transaction, the check that follows it finds the flags written here.
  await bound.streams.hold(chain.flatMap(({ stream, other }) => [stream, other]));
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
  const news = await notImported(bound, raised);
  await tellCustomers(bound, news);
  await bound.outbox.add(
    news.map((link) => ({
      // The key allows one e-mail per subscription, even if the flag later names a different previous subscription.
      ...{ idempotencyKey: `second_licence:${link.stream}`, template: 'second-licence' as const, at },
      ids: { flag: secondLicenceFlag(link), stream: link.stream },
    })),
  );
  return raised;
}

/** Leaves out the pairs that were taken over from another portal: they are flagged, but no news to anybody. */
async function notImported(
  { events }: Pick<BoundDeps, 'events'>,
  raised: readonly SecondLicence[],
): Promise<SecondLicence[]> {
  const streams = raised.flatMap(({ stream, other }) => [stream, other]);
  const logged = await events.listByStreamsOfTypes(['subscription_imported'], streams);
  const imported = new Set(logged.map(({ stream }) => stream));
  return raised.filter(({ stream, other }) => !imported.has(stream) || !imported.has(other));
}

/**
 * Queues an e-mail to each customer whose later subscription, or whose last payment for one of the two, is recent. An
 * older pair was imported or found late.
 */
async function tellCustomers(bound: BoundDeps, raised: readonly SecondLicence[]): Promise<void> {
  const at = bound.now();
  const streams = raised.flatMap(({ stream, other }) => [stream, other]);
  const paidAt = await bound.receipts.lastPaidAt(streams);
  const licences = await bound.licences.listByStreams(streams);
  await bound.outbox.add(
    raised.flatMap(({ stream, other }) => {
      const begun = licences.get(stream)?.startedOn;
      const happenedAt = Math.max(
        begun === undefined ? 0 : startOfDay(begun).getTime(),
        ...[stream, other].map((each) => paidAt.get(each)?.getTime() ?? 0),
      );
      if (at.getTime() - happenedAt > newsForMs) return [];
      const ids = { stream, happenedAt: new Date(happenedAt).toISOString() };
      return [{ idempotencyKey: `two_payments:${stream}`, template: 'two-payments', ids, at }];
    }),
  );
}

/** Returns the times at which Paddle reported this, in milliseconds since 1970, earliest first. */
const timesOf = (
  { paddle }: Pick<Deps, 'paddle'>,
  events: readonly LoggedEvent[] = [],
  type: 'subscription_created' | 'subscription_cancelled',
): number[] =>
  events
    .flatMap((event) => datedFacts(event, readEvent(paddle, event)))
    .flatMap(({ fact, occurredAt }) => (fact.type === type ? [occurredAt.getTime()] : []))
    .sort((a, b) => a - b);

/**
 * Withdraws flags that were raised by mistake, because a cancellation wasn't known yet. A flag is a mistake if the
 * earlier subscription, one of `others`, has ended and was cancelled before the later one was bought.
 */
export async function withdrawMistakenFlags(
  deps: Pick<Deps, 'transaction'>,
  others: readonly string[],
): Promise<void> {
  await deps.transaction(async (bound) => {
    const flags = await bound.flags.listOpenAgainst('second_licence', others);
    if (flags.length === 0) return;
    const streams = [...new Set(flags.flatMap(({ stream, detail }) => [stream, detail]))];
    const logged = await bound.events.listByStreams(streams);
    const subscriptions = await bound.subscriptions.listByStreams(streams);
    const mistaken = flags.filter(({ stream, detail: other }) => {
      // A cancelled subscription may have been continued, so only its last cancellation counts, and only while it is
      // ended.
      if (subscriptions.get(other)?.status !== 'deleted') return false;
      const endedAt = timesOf(bound, logged.get(other), 'subscription_cancelled').at(-1);
      const [boughtAt] = timesOf(bound, logged.get(stream), 'subscription_created');
      return endedAt !== undefined && boughtAt !== undefined && endedAt <= boughtAt;
    });
    if (mistaken.length === 0) return;
    await bound.streams.hold(mistaken.flatMap(({ stream, detail }) => [stream, detail]));
    await recordEvents(bound, {
      source: 'system',
      events: mistaken.map(({ stream, detail: other }) => ({
        ...{ stream, event: { type: 'second_licence_withdrawn', by: 'system', other } as const },
      })),
    });
  });
}

const page = 200;

/** Checks all open flags, in case a crash prevented the check that follows a cancellation. */
async function withdrawAllMistakenFlags(
  deps: Pick<Deps, 'transaction' | 'flags'>,
  stopped?: AbortSignal,
): Promise<void> {
  for (let after = ''; ; ) {
    stopped?.throwIfAborted();
    const flags = await deps.flags.listOpenAfter('second_licence', { after, limit: page });
    await withdrawMistakenFlags(deps, [...new Set(flags.map(({ detail }) => detail))]);
    const last = flags.at(-1);
    if (!last || flags.length < page) return;
    after = last.reference;
  }
}

/**
 * Checks all flags and all customers. Runs nightly, in case a crash prevented the check that follows a purchase or a
 * cancellation. Throws the abort reason once `stopped` is aborted.
 */
export async function findDuplicateSubscriptions(
  deps: Pick<Deps, 'transaction' | 'customersWithSeveral' | 'flags'>,
  stopped?: AbortSignal,
): Promise<SecondLicence[]> {
  await withdrawAllMistakenFlags(deps, stopped);
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
