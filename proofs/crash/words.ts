/** Messages between the proof and its victim. */

/**
 * Orders the victim to die at the given statement of the following webhooks, counted from 1, either before it's sent or
 * after it's answered. Requesting the count cancels the order.
 */
export interface Order {
  statement: number;
  moment: 'before' | 'after';
}

export type Word =
  | { said: 'open'; url: string }
  | { said: 'ready' }
  /** Number of statements that webhooks have run since the last order. */
  | { said: 'counted'; statements: number };
