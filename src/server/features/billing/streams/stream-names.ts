/**
 * Defines the names of streams, which consist of a kind and an ID. The stream of a subscription has an ID assigned by
 * the portal, because the Paddle subscription that pays for it may change (`subscription_refs`). Every other stream is
 * always about the same Paddle object and is named after it.
 */
import type { PaddleKind, PaddleRef } from '#server/platform/paddle/reference.ts';

type StreamKind = PaddleKind | 'grant';

/**
 * Returns the name of the stream that the first event about a reference opens. The name is the same in every process. A
 * subscription may have been linked to another stream since, so use `findStreams` to find the stream it belongs to now.
 */
export const streamOpenedBy = ({ kind, id }: PaddleRef): string => `${kind}:${id}`;

export const orderStream = (orderId: string): string => `order:${orderId}`;
export const grantStream = (uuid: string): string => `grant:${uuid}`;

export const isKind = (stream: string, kind: StreamKind): boolean => stream.startsWith(`${kind}:`);

/**
 * Returns true if the stream is a purchase or a grant. Any other stream only describes a buyer or something that needs
 * review.
 */
export const isPurchase = (stream: string): boolean =>
  isKind(stream, 'subscription') || isKind(stream, 'order') || isKind(stream, 'grant');

/** Returns the Paddle user ID if the stream is about a Paddle customer; null for other kinds of stream. */
export function buyerOf(stream: string): number | null {
  const [, id] = /^customer:(\d{1,16})$/.exec(stream) ?? [];
  return id === undefined ? null : Number(id);
}

/** Returns the order ID if the stream is about an order; null for other kinds of stream. */
export const orderIdOf = (stream: string): string | null =>
  isKind(stream, 'order') ? stream.slice('order:'.length) : null;
