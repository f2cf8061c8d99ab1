/** Schemas for the list of a customer's sessions. */
import { z } from 'zod';

export const SessionView = z.object({
  id: z.int(),
  /** Whether this is the session that made the request. */
  isThis: z.boolean(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.date(),
  /** Updated at most once a minute. */
  lastUsedAt: z.date(),
});
export type SessionView = z.infer<typeof SessionView>;

export const SessionChoice = z.object({ id: z.int().positive() });

/**
 * Name of the request header with the id of the account whose pages the tab shows. The server compares it with the
 * session's account. A tab that an earlier user left open therefore can't read or change the next user's data.
 */
export const shownAccountHeader = 'x-portal-account';
