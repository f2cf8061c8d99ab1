/** References to objects at Paddle. */

/** The Paddle product through which something was sold: Paddle Classic or Paddle Billing. */
export type PaddleProduct = 'classic' | 'billing';

/** Objects at Paddle that a stream of events can be about; `customer` is a buyer. */
export type PaddleKind = 'subscription' | 'order' | 'case' | 'customer' | 'invoice';

/**
 * Identifies an object at Paddle; only all three parts together are unique. The ID is opaque text that only the adapter
 * of its product interprets.
 */
export interface PaddleRef {
  paddleProduct: PaddleProduct;
  kind: PaddleKind;
  id: string;
}

/** Returns a reference as text, for comparisons and as a map key. */
export const refKey = ({ paddleProduct, kind, id }: PaddleRef): string => `${paddleProduct} ${kind} ${id}`;

export const isSameRef = (one: PaddleRef, other: PaddleRef): boolean =>
  one.id === other.id && one.kind === other.kind && one.paddleProduct === other.paddleProduct;

/** Creates a reference to an object at Paddle Classic, whose IDs are numbers or text. */
export const classicRef = (kind: PaddleKind, id: number | string): PaddleRef => ({
  paddleProduct: 'classic',
  kind,
  id: String(id),
});
