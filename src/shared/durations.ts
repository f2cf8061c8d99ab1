/** Units of time in milliseconds (`…Ms`), and in seconds (`…Seconds`) for cookies, rate limits and HTTP headers. */

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
/** One day in UTC. Always the same length, because JavaScript ignores leap seconds. */
export const dayMs = 24 * hourMs;

export const minuteSeconds = 60;
export const hourSeconds = 60 * minuteSeconds;
export const daySeconds = 24 * hourSeconds;
