/** Schemas for the list of a customer's sessions. */
import { z } from 'zod';

export const SessionView = z.object({
  id: z.int(),
  /** The session that made the request. */
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
 * Request header with the id of the account whose pages the tab shows. The server compares it with the session, so that
 * a tab left open by an earlier user can't read or change data of the next one.
 */
export const shownAccountHeader = 'x-portal-account';
