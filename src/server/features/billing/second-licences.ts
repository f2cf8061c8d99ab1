/** Finds customers who pay for one product twice: two tabs, two pay links, and nobody who refused the second payment. */
import type { Product } from '#shared/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { BoundDeps, Deps } from '../../deps.ts';
import type { LicenceCardData } from '../licences/licence.repository.ts';
import { subscriptionIdOf } from './fold/subjects.ts';
import { readEvent } from './inbox/read-event.ts';
import { recordEvent } from './inbox/record-event.ts';
import { isRunning } from './running-licence.ts';

interface SecondLicence {
  /** The later subscription; the flag stands on it. */
  subject: string;
  /** The earlier one. */
  other: string;
}

const secondLicenceFlag = ({ subject, other }: SecondLicence): string => `second_licence:${subject}+${other}`;

/** The same whichever came first here: by the day it began, then by Paddle's number. */
function inOrder(a: LicenceCardData, b: LicenceCardData): number {
  if (a.startedOn !== b.startedOn) return a.startedOn < b.startedOn ? -1 : 1;
  return (subscriptionIdOf(a.subject) ?? 0) - (subscriptionIdOf(b.subject) ?? 0);
}

/** Every pair of subscriptions of one product that both run. */
function pairsOf(licences: readonly LicenceCardData[]): SecondLicence[] {
  const byProduct = new Map<Product, LicenceCardData[]>();
  for (const licence of [...licences].sort(inOrder)) {
    byProduct.set(licence.plan.product, [...(byProduct.get(licence.plan.product) ?? []), licence]);
  }
  return [...byProduct.values()].flatMap((same) =>
    same.flatMap((later, index) =>
      same.slice(0, index).map((earlier) => ({ subject: later.subject, other: earlier.subject })),
    ),
  );
}

/** Whether the buyer said, when they paid, that they want another one. */
async function isWanted(deps: Pick<BoundDeps, 'events' | 'paddle'>, subject: string): Promise<boolean> {
  const events = (await deps.events.listBySubjects([subject])).get(subject) ?? [];
  return events.some((event) => {
    const meaning = readEvent(deps.paddle, event);
    return meaning.status === 'fact' && 'buyer' in meaning.fact && meaning.fact.buyer.wantsAnother === true;
  });
}

/**
 * Looks at some customers and writes down what is found: a flag on the later subscription of each pair, and a mail
 * to whoever answers for the portal. A pair that is known, even one that was dealt with, is left alone. In one
 * transaction: of two who find the same, one writes.
 */
export async function findSecondLicencesOf(
  deps: Pick<Deps, 'transaction'>,
  userIds: readonly number[],
): Promise<SecondLicence[]> {
  return deps.transaction(async (bound) => {
    const several = await bound.licences.customersWithSeveral(userIds);
    const found: SecondLicence[] = [];
    for (const userId of several) {
      const today = dayOf(bound.now());
      const running = (await bound.licences.listForUser(userId)).filter(
        (licence) => subscriptionIdOf(licence.subject) !== null && isRunning(licence, today, bound.settings),
      );
      for (const pair of pairsOf(running)) {
        if (await writeDown(bound, pair)) found.push(pair);
      }
    }
    return found;
  });
}

/** Whether it was news. */
async function writeDown(bound: BoundDeps, pair: SecondLicence): Promise<boolean> {
  const { subject, other } = pair;
  const flag = secondLicenceFlag(pair);
  if (await bound.flags.findByReference(flag)) return false;
  if (await isWanted(bound, subject)) return false;
  await recordEvent(bound, {
    subject,
    source: 'system',
    event: { type: 'second_licence_found', by: 'system', other },
    also: (inside) =>
      inside.outbox.add([{ fact: flag, template: 'second-licence', ids: { flag }, at: inside.now() }]),
  });
  return true;
}

/** When the first event of that kind happened to a subject; null when none did. */
async function happenedAt(
  deps: Pick<BoundDeps, 'events'>,
  subject: string,
  type: 'subscription_created' | 'subscription_cancelled',
): Promise<number | null> {
  const events = (await deps.events.listBySubjects([subject])).get(subject) ?? [];
  return events.find((event) => event.type === type)?.occurredAt.getTime() ?? null;
}

/**
 * Takes back flags that stood on a cancellation nobody had heard of: the earlier subscription had been cancelled
 * before the later one was bought. Of those whose earlier subscription is among `ended`.
 */
export async function withdrawMistakenFlags(
  deps: Pick<Deps, 'transaction'>,
  ended: readonly string[],
): Promise<void> {
  await deps.transaction(async (bound) => {
    for (const { subject, detail: other } of await bound.flags.listOpenAgainst('second_licence', ended)) {
      const endedAt = await happenedAt(bound, other, 'subscription_cancelled');
      const boughtAt = await happenedAt(bound, subject, 'subscription_created');
      if (endedAt === null || boughtAt === null || endedAt > boughtAt) continue;
      const event = { type: 'second_licence_withdrawn', by: 'system', other } as const;
      await recordEvent(bound, { subject, source: 'system', event });
    }
  });
}

const page = 200;

/** Looks at all customers: what a crash kept from being found is found at night. Throws when it is told to stop. */
export async function findSecondLicences(
  deps: Pick<Deps, 'transaction' | 'licences'>,
  stopped?: AbortSignal,
): Promise<SecondLicence[]> {
  const found: SecondLicence[] = [];
  for (let after: number | null = 0; after !== null; ) {
    stopped?.throwIfAborted();
    const { userIds, next }: Awaited<ReturnType<Deps['licences']['pageWithSeveral']>> =
      await deps.licences.pageWithSeveral({ after, limit: page });
    for (const userId of userIds) found.push(...(await findSecondLicencesOf(deps, [userId])));
    after = next;
  }
  return found;
}
