/** What one request to the procedures may hold. */

/** Calls that travel in one request: the client sends no more, the server takes no more. */
export const maxCallsInARequest = 10;
