/** What the pages and the server agree on when an administrator views a customer's pages. */
import { z } from 'zod';
import { minuteMs } from '#shared/durations.ts';

/**
 * Name of the request header with the token of a view. Requests that have it are answered as for the customer, and only
 * if they read. Requests without it are the administrator's own.
 */
export const viewHeader = 'x-portal-view';

/** Length of a view in milliseconds, in real time. */
export const viewMs = 15 * minuteMs;

export const ViewStarted = z.object({
  /** To be sent in the header. It works only in the session that started the view. */
  token: z.string(),
  expiresAt: z.date(),
  customer: z.object({ id: z.int(), name: z.string(), email: z.string() }),
});
export type ViewStarted = z.infer<typeof ViewStarted>;
