/** Creates an endpoint's error with a code from the shared table of refusals. */
import { APIError } from 'better-auth/api';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';

export const refusal = (status: ConstructorParameters<typeof APIError>[0], code: AuthRefusal): APIError =>
  new APIError(status, { code, message: code });
