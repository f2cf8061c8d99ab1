/** Provides the ids for one run of a history. They are unique to that run, so that many runs can share a database. */
import { streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import { classicRef, type PaddleRef } from '#server/platform/paddle/reference.ts';

export const subscriptionStream = (subscriptionId: number): string =>
  streamOpenedBy(classicRef('subscription', subscriptionId));

export interface Cast {
  /** The customer's user id in the portal; null for a buyer without an account. */
  userId: number | null;
  email: string;
  subscriptionId: number;
  /** Id of the same buyer's second subscription. */
  otherSubscriptionId: number;
  paddleUserId: number;
  /** Paddle's id of the vendor. Order and payment ids start with it. */
  vendorId: number;
  caseId: number;
}

/** The number of casts, and thus of the IDs of each kind that the proofs use. */
export const castsPerKind = 1_000_000;

/**
 * Returns cast number `n`, which must be below a million. Ids of different kinds start with different digits, so the
 * kind of an id can be recognized in text.
 */
export function castOf(n: number, userId: number | null = null): Cast {
  if (n >= castsPerKind)
    throw new RangeError(`there are only ${castsPerKind} casts, so there is no number ${n}`);
  return {
    userId,
    email: `buyer-${10 * castsPerKind + n}@example.test`,
    subscriptionId: 50 * castsPerKind + n,
    otherSubscriptionId: 60 * castsPerKind + n,
    paddleUserId: 70 * castsPerKind + n,
    vendorId: 80 * castsPerKind + n,
    caseId: 90 * castsPerKind + n,
  };
}

/** Returns the Paddle reference of the buyer's second subscription. */
export const secondRef = ({ otherSubscriptionId }: Cast): PaddleRef =>
  classicRef('subscription', otherSubscriptionId);

const roles = (cast: Cast): [string, string][] => [
  [cast.email, '<e-mail>'],
  [`${cast.subscriptionId}`, '<subscription>'],
  [`${cast.otherSubscriptionId}`, '<other subscription>'],
  [`${cast.paddleUserId}`, '<Paddle user>'],
  [`${cast.vendorId}`, '<vendor>'],
  [`${cast.caseId}`, '<case>'],
];

/**
 * Replaces a cast's ids with placeholders such as `<subscription>`, both in values and in field names. The results of
 * two casts can then be compared.
 */
export function withoutCast(value: unknown, cast: Cast): unknown {
  const told = roles(cast);
  const inText = (text: string): string =>
    told.reduce((known, [own, role]) => known.replaceAll(own, role), text);
  const inAny = (part: unknown): unknown => {
    if (typeof part === 'string') return inText(part);
    if (typeof part === 'number') return inText(String(part)) === String(part) ? part : inText(String(part));
    if (Array.isArray(part)) return part.map(inAny);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [inText(name), inAny(each)]));
  };
  return inAny(value);
}
