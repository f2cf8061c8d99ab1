/**
 * Defines what the responses of the authentication endpoints contain besides `ok`. Anything not listed here is left
 * out.
 */
import { z } from 'zod';
import { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import { PasskeyCreation, PasskeyRequest } from '#shared/identity/passkeys.ts';
import { SecondStepWaiting, SignInAnswer } from '#shared/identity/security-log.ts';

const answers: ReadonlyMap<string, z.ZodType<object>> = new Map<string, z.ZodType<object>>([
  ['/sign-in/email', SignInAnswer],
  ['/confirm-address', SignInAnswer],
  ['/reset-password/check', z.object({ works: z.boolean() })],
  ['/second-step/waiting', SecondStepWaiting],
  ['/passkey/generate-register-options', PasskeyCreation],
  ['/passkey/generate-authenticate-options', PasskeyRequest],
  ['/first-sign-in', z.object({ waiting: PendingSocialSignUpView.nullable() })],
  ['/first-sign-in/finish', z.object({ status: z.enum(['signed_in', 'mail_sent']) })],
]);

/**
 * better-auth's own answers carry the session's token, and an id that tells a known address; none of that goes out.
 * Throws where an endpoint answers what it should not.
 */
export async function publicAnswer(endpoint: string, response: Response): Promise<object> {
  const schema = answers.get(endpoint);
  return { ok: true, ...(schema ? schema.parse(await response.json()) : {}) };
}
