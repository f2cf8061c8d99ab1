/** What something is called at Paddle. */

/** Which of Paddle's two products sells. */
export type PaddleProduct = 'classic' | 'billing';

/** What a stream of events may be about at Paddle; `customer` is a buyer. */
export type PaddleKind = 'subscription' | 'order' | 'case' | 'customer' | 'invoice';

/**
 * Names one thing at Paddle. Unique with all three parts. The id is opaque text, whatever it looks like: only the
 * adapter of its product reads it.
 */
export interface PaddleRef {
  paddleProduct: PaddleProduct;
  kind: PaddleKind;
  id: string;
}

/** A reference as one text, to compare it or to look it up in a map. */
export const refKey = ({ paddleProduct, kind, id }: PaddleRef): string => `${paddleProduct} ${kind} ${id}`;

export const isSameRef = (one: PaddleRef, other: PaddleRef): boolean =>
  one.id === other.id && one.kind === other.kind && one.paddleProduct === other.paddleProduct;

/** The reference of a thing at Paddle Classic, whose ids are numbers or text. */
export const classicRef = (kind: PaddleKind, id: number | string): PaddleRef => ({
  paddleProduct: 'classic',
  kind,
  id: String(id),
});
