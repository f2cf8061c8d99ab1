/**
 * The REST API of a customer's own data: read-only, opened by a personal token (RFC 6750, in the header only) and by
 * nothing else. Cookies are not looked at, so that no other site can make a browser ask.
 */
import { type RequestHandler, Router } from 'express';
import { sendProblem } from '#server/platform/http/problem.ts';
import { createProcessLimiter } from '#server/platform/rate-limits/process-limiter.ts';
import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';
import { hasTwoAuthorizations } from './api-addresses.ts';
import { type ApiProblem, sendApiProblem, sendData } from './api-answers.ts';
import { bearerIn } from './bearer.ts';
import type { Resource } from './resource.ts';

/** A token that opens something now. */
export interface ApiCaller {
  tokenId: number;
  userId: number;
  permissions: readonly ApiTokenPermission[];
}

export interface CustomerApiParts {
  deps: RegisteredDeps;
  resources: readonly Resource[];
  /** Null for a token that opens nothing. */
  whose: (token: string) => Promise<ApiCaller | null>;
  /** Requests a minute that one token may send to this process. */
  perMinute?: number;
}

/** Checked in this order: token, rate, permission, query. The method has been checked by `apiAddresses`. */
export function customerApi({ deps, resources, whose, perMinute = 120 }: CustomerApiParts): RequestHandler {
  const secondsToWait = createProcessLimiter({ tries: perMinute, seconds: 60 });

  const answer =
    ({ permission, query, read }: Resource): RequestHandler =>
    async (req, res) => {
      const refuse = (name: ApiProblem) => sendApiProblem(res, name, { scope: permission });
      if (hasTwoAuthorizations(req)) {
        sendProblem(res, 'invalid_input', { detail: 'The Authorization header was sent more than once.' });
        return;
      }
      const { isPresent, token } = bearerIn(req.headers.authorization);
      if (!isPresent) return refuse('token-missing');
      const caller = token === null ? null : await whose(token);
      if (!caller) return refuse('token-invalid');
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
      // The customer went between two questions to the database, and the token with them.
      if (data === null) return refuse('token-invalid');
      await sendData(res, data);
    };

  const router = Router();
  for (const resource of resources) router.all(resource.path, answer(resource));
  return router;
}
