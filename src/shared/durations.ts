/** Units of time, in milliseconds (`…Ms`) and in seconds (`…Seconds`): cookies, limits and HTTP count in seconds. */

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
/** A day in UTC. Leap seconds do not exist in JavaScript. */
export const dayMs = 24 * hourMs;

export const minuteSeconds = 60;
export const hourSeconds = 60 * minuteSeconds;
export const daySeconds = 24 * hourSeconds;
