/** Returns the message of an error. Other thrown values are converted to text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
