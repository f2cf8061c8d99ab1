/** The result of reading a setting. */

/** A problem is a sentence without its subject, the setting's name. It never repeats the setting's value. */
export type Reading<T> = { status: 'read'; value: T } | { status: 'unreadable'; problem: string };

export const read = <T>(value: T): Reading<T> => ({ status: 'read', value });
export const unreadable = (problem: string): Reading<never> => ({ status: 'unreadable', problem });
