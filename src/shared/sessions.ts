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
