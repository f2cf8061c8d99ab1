/**
 * Defines the names of streams: a kind and an ID. A subscription's stream has an ID of the portal's own, because the
 * Paddle subscription that pays for it may change (`subscription_refs`). Every other stream is always about the same
 * object and is named after it.
 */
import type { PaddleKind, PaddleRef } from '#server/platform/paddle/reference.ts';

type StreamKind = PaddleKind | 'grant';

/**
 * Returns the name of the stream that the first event about a reference opens, the same in every process. A
 * subscription may have been linked to another stream since, so use `findStreams` to find its stream.
 */
export const streamOpenedBy = ({ kind, id }: PaddleRef): string => `${kind}:${id}`;

export const orderStream = (orderId: string): string => `order:${orderId}`;
export const grantStream = (uuid: string): string => `grant:${uuid}`;

export const isKind = (stream: string, kind: StreamKind): boolean => stream.startsWith(`${kind}:`);

/**
 * Returns whether the stream is a purchase or a grant. All other streams only describe a buyer or something to review.
 */
export const isPurchase = (stream: string): boolean =>
  isKind(stream, 'subscription') || isKind(stream, 'order') || isKind(stream, 'grant');

/** Returns the Paddle user ID that the stream is about; null for other kinds of stream. */
export function buyerOf(stream: string): number | null {
  const [, id] = /^customer:(\d{1,16})$/.exec(stream) ?? [];
  return id === undefined ? null : Number(id);
}

/** Returns the ID of the order that the stream is about; null for other kinds of stream. */
export const orderIdOf = (stream: string): string | null =>
  isKind(stream, 'order') ? stream.slice('order:'.length) : null;
