/** Returns the identifier under which a session's e-mailed code is stored. */
export const codeNameOf = (sessionId: string): string => `confirm-code:${sessionId}`;
