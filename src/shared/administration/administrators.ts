/** Schemas for the list of administrators and for changes of their roles. */
import { z } from 'zod';
import { ActOnCustomer } from './acts.ts';
import { AdministratorRole } from './roles.ts';

export const AdministratorView = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  role: AdministratorRole,
  /** Whether two-step verification is on. Without it, the administration can’t be used. */
  hasTwoStep: z.boolean(),
  isBlocked: z.boolean(),
  /** Whether this is the administrator who asks. */
  isSelf: z.boolean(),
});
export type AdministratorView = z.infer<typeof AdministratorView>;

/** An account by its number or its e-mail address, as typed. */
export const AccountSought = z.object({ account: z.string().trim().min(1).max(320) });

/** An account that may be made an administrator. */
export const FoundAccount = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  role: AdministratorRole.nullable(),
});
export type FoundAccount = z.infer<typeof FoundAccount>;

export const RoleChange = ActOnCustomer.extend({ role: AdministratorRole });
