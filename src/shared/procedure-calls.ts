/** Limits the number of tRPC calls in one request. */

/** Maximum number of calls in a batch. The client splits larger batches; the server rejects them. */
export const maxCallsInARequest = 10;
