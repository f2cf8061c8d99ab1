/** The name under which an erased account is remembered; a subject is remembered under its own. */
export const tombstoneOf = (accountId: number): string => `account:${accountId}`;
