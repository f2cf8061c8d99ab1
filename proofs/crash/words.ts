/** What the proof and its victim say to each other. */

/** Die at that statement of the next webhooks, counted from 1: before it is sent, or once it is answered. Asking for the count takes it back. */
export interface Order {
  statement: number;
  moment: 'before' | 'after';
}

export type Word =
  | { said: 'open'; url: string }
  | { said: 'ready' }
  /** How many statements webhooks have taken since the last order. */
  | { said: 'counted'; statements: number };
