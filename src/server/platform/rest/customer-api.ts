/**
 * Serves the REST API for a customer's own data. It is read-only, and an API token in the Authorization header is the
 * only way to authenticate. Cookies are ignored, so that no other site can use a visitor's session.
 */
import { type RequestHandler, Router } from 'express';
import { sendProblem } from '#server/platform/http/problem.ts';
import { createProcessLimiter } from '#server/platform/rate-limits/process-limiter.ts';
import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';
import { type ApiProblem, sendApiProblem, sendData } from './api-answers.ts';
import { bearerOf } from './bearer.ts';
import type { Resource } from './resource.ts';

/** The owner and permissions of a valid API token. */
export interface ApiCaller {
  tokenId: number;
  userId: number;
  permissions: readonly ApiTokenPermission[];
}

export interface CustomerApiParts {
  deps: RegisteredDeps;
  resources: readonly Resource[];
  /** Looks up a token; null if it is unknown or expired, `blocked` if its account may not sign in. */
  whose: (token: string) => Promise<ApiCaller | 'blocked' | null>;
  /** Maximum number of requests per minute with one token. Each process counts separately. */
  perMinute?: number;
}

/**
 * Checks the token, the rate limit, the permission and the query, in that order. `apiAddresses` has already checked the
 * method.
 */
export function customerApi({ deps, resources, whose, perMinute = 120 }: CustomerApiParts): RequestHandler {
  const secondsToWait = createProcessLimiter({ tries: perMinute, seconds: 60 });

  const answer =
    ({ permission, query, read }: Resource): RequestHandler =>
    async (req, res) => {
      const refuse = (name: ApiProblem) => sendApiProblem(res, name, { scope: permission });
      const bearer = bearerOf(req);
      if (bearer.status === 'ambiguous') {
        sendProblem(res, 'invalid_input', { detail: 'The Authorization header was sent more than once.' });
        return;
      }
      if (bearer.status === 'absent') return refuse('token-missing');
      const caller = bearer.status === 'token' ? await whose(bearer.token) : null;
      if (!caller) return refuse('token-invalid');
      if (caller === 'blocked') {
        const detail =
          'The account of this token is blocked from signing in. Contact the operator of the portal.';
        sendProblem(res, 'forbidden', { detail });
        return;
      }
      const wait = await secondsToWait(caller.tokenId);
      if (wait !== null) {
        sendApiProblem(res, 'too-many-requests', { scope: permission, retryAfterSeconds: wait });
        return;
      }
      if (!caller.permissions.includes(permission)) return refuse('scope-insufficient');
      const asked = query.safeParse(req.query);
      if (!asked.success) {
        const issues = asked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
        sendProblem(res, 'invalid_input', { detail: `${issues.join('; ')}.` });
        return;
      }
      const data = await read(deps, caller.userId, req.query);
      // The account and its tokens were deleted after the token was checked.
      if (data === null) return refuse('token-invalid');
      await sendData(res, data);
    };

  const router = Router();
  for (const resource of resources) router.all(resource.path, answer(resource));
  return router;
}
