/** Schemas for an address that an administrator corrected, and for the link that stops the correction. */
import { z } from 'zod';

/** The query parameter of the link that is sent to the old address. */
export const CorrectionLink = z.object({ token: z.string().min(1).max(200) });

/**
 * What the link has done. `restored`: the account has its old address again. `blocked`: the address belongs to another
 * account by now, so this one is blocked from signing in. `stopped_before`: the correction had already been stopped.
 */
export const CorrectionStopped = z.object({
  status: z.enum(['restored', 'blocked', 'stopped_before', 'expired', 'link_invalid']),
});
export type CorrectionStopped = z.infer<typeof CorrectionStopped>;
