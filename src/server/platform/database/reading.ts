/** What comes of reading a setting. */

/** Sentences that begin behind a setting's name. They never repeat any of its value. */
export type Reading<T> = { status: 'read'; value: T } | { status: 'unreadable'; problem: string };

export const read = <T>(value: T): Reading<T> => ({ status: 'read', value });
export const unreadable = (problem: string): Reading<never> => ({ status: 'unreadable', problem });
