/**
 * Units of time in milliseconds (`…Ms`) and in seconds (`…Seconds`), which cookies, rate limits and HTTP headers use.
 */

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
/** A UTC day. JavaScript ignores leap seconds. */
export const dayMs = 24 * hourMs;

export const minuteSeconds = 60;
export const hourSeconds = 60 * minuteSeconds;
export const daySeconds = 24 * hourSeconds;
