/**
 * What streams are called: their kind and an id. The id of a subscription's stream is ours alone: which subscription at
 * Paddle pays for it is in `subscription_refs`, and may change. Every other stream is about one thing for ever, and is
 * called like it.
 */
import type { PaddleKind, PaddleRef } from '#server/platform/paddle/reference.ts';

type StreamKind = PaddleKind | 'grant';

/**
 * The stream that the first event about a reference opens. Two processes open the same. A subscription may have been
 * linked to another stream meanwhile: `findStreams` knows.
 */
export const streamOpenedBy = ({ kind, id }: PaddleRef): string => `${kind}:${id}`;

export const orderStream = (orderId: string): string => `order:${orderId}`;
export const grantStream = (uuid: string): string => `grant:${uuid}`;

export const isKind = (stream: string, kind: StreamKind): boolean => stream.startsWith(`${kind}:`);

/** Whether something was bought, or given: everything else only tells of a buyer or of something to look at. */
export const isPurchase = (stream: string): boolean =>
  isKind(stream, 'subscription') || isKind(stream, 'order') || isKind(stream, 'grant');

/** Paddle's number of the buyer that the stream is about; null for streams of another kind. */
export function buyerOf(stream: string): number | null {
  const [, id] = /^customer:(\d{1,16})$/.exec(stream) ?? [];
  return id === undefined ? null : Number(id);
}

/** Paddle's id of the order that the stream is about; null for streams of another kind. */
export const orderIdOf = (stream: string): string | null =>
  isKind(stream, 'order') ? stream.slice('order:'.length) : null;
