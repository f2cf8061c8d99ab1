/** How a question about one subscription is asked. */
export interface Asking {
  /** Whether a person waits for the response. If so, failed requests aren't retried. */
  isWaitedFor?: boolean;
}
