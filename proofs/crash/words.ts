/** Defines the messages between the crash proof and the portal that it kills. */

/**
 * Orders the portal to kill itself at a certain database statement, either before the statement is sent or after the
 * database has answered. The statements of all following webhooks are counted together, starting at 1. Requesting the
 * count cancels the order.
 */
export interface Order {
  statement: number;
  moment: 'before' | 'after';
}

export type Word =
  | { said: 'open'; url: string }
  | { said: 'ready' }
  /** The reply to a request for the count: the number of statements that webhooks have run since the last order. */
  | { said: 'counted'; statements: number };
