/** A refusal of an endpoint of better-auth, in a word of the one error table. */
import { APIError } from 'better-auth/api';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';

export const refusal = (status: ConstructorParameters<typeof APIError>[0], code: AuthRefusal): APIError =>
  new APIError(status, { code, message: code });
