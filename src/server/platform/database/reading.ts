/** The result of reading a setting. */

/**
 * `problem` is the rest of a sentence that begins with the setting's name, such as "has an invalid port". It never
 * quotes the setting's value.
 */
export type Reading<T> = { status: 'read'; value: T } | { status: 'unreadable'; problem: string };

export const read = <T>(value: T): Reading<T> => ({ status: 'read', value });
export const unreadable = (problem: string): Reading<never> => ({ status: 'unreadable', problem });
