/** Browsers that are signed in to an account. */
import { z } from 'zod';

export const SessionView = z.object({
  id: z.int(),
  /** The browser that asks. */
  isThis: z.boolean(),
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  createdAt: z.date(),
  /** To ten minutes. */
  lastUsedAt: z.date(),
});
export type SessionView = z.infer<typeof SessionView>;

export const SessionChoice = z.object({ id: z.int().positive() });

/**
 * Whose pages the caller shows: the id of that account. Compared with the session, so that a tab which another one has
 * left behind with an earlier person reads and changes nothing of the next.
 */
export const shownAccountHeader = 'x-portal-account';
