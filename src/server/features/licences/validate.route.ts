/** The ping: POST /api/validate. One handler without a framework, called before Express and mounted in it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { manageKeyScope } from '#shared/instances.ts';
import type { Deps } from '../../deps.ts';
import { createBatcher } from '../../platform/batcher.ts';
import { isDatabaseUnreachable } from '../../platform/database/connection.ts';
import { answerWith } from '../../platform/http/answer-with.ts';
import type { HttpHandler } from '../../platform/http/edge.ts';
import { readBody } from '../../platform/http/read-body.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { LiveAccessToken } from '../../platform/oauth/access-token.repository.ts';
import { createTokenVerifier } from '../../platform/oauth/token-verifier.ts';
import { findLicencesByKey } from './find-licence-by-key.ts';
import { keyInBody } from './key-in-body.ts';
import { type Answer, answerValidation, problemAnswer, refuseToken } from './validate-answers.ts';
import { validateLicence } from './validate-licence.ts';

const bodyLimit = 64 * 1024;
const retryAfterSeconds = 5;
const bearer = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;

export type ValidateDeps = Pick<
  Deps,
  'licences' | 'keyVault' | 'licenceCipher' | 'accessTokens' | 'now' | 'settings' | 'log'
>;

export interface ValidateOptions {
  /** Requests a second that one client may send to this process. */
  rateLimit: number;
  metrics: Pick<Metrics, 'pings'>;
}

/** Checked in this order: method, token, scope, rate limit, body, key. */
export function createValidateHandler(
  deps: ValidateDeps,
  { rateLimit, metrics }: ValidateOptions,
): HttpHandler {
  const verifyToken = createTokenVerifier(deps.accessTokens);
  const findByKey = createBatcher({ load: (keys) => findLicencesByKey(deps, keys) });
  const rates = new RateLimiterMemory({ points: rateLimit, duration: 1 });
  const parts = { ...deps, findByKey };

  /** How many seconds a client has to wait, or null when it may go on. */
  async function secondsToWait(clientId: string): Promise<number | null> {
    try {
      await rates.consume(clientId);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  }

  async function admit(req: IncomingMessage): Promise<LiveAccessToken | Answer> {
    const presented = bearer.exec(req.headers.authorization ?? '')?.[1];
    const token = presented === undefined ? null : await verifyToken(presented);
    if (!token) return refuseToken('token-invalid');
    if (!token.scope.split(' ').includes(manageKeyScope)) return refuseToken('scope-insufficient');
    const wait = await secondsToWait(token.clientId);
    return wait === null
      ? token
      : problemAnswer('too-many-requests', { headers: { 'Retry-After': String(wait) } });
  }

  /** Null when the caller has gone. */
  async function answer(req: IncomingMessage): Promise<Answer | null> {
    if (req.method !== 'POST') return problemAnswer('method-not-allowed', { headers: { Allow: 'POST' } });
    const token = await admit(req);
    if ('status' in token) return token;
    const body = await readBody(req, bodyLimit);
    if (body.status === 'cut_off') return null;
    if (body.status === 'too_large') return problemAnswer('body-too-large');
    const key = keyInBody(body.bytes, req.headers['content-type'] ?? '');
    if (key === null) return problemAnswer('body-invalid');
    return answerValidation(await validateLicence(parts, { key, product: token.product }));
  }

  function answerFailure(error: unknown): Answer {
    if (isDatabaseUnreachable(error)) {
      deps.log.warn({ err: error }, 'a ping could not be answered: the database cannot be reached');
      return problemAnswer('database-unavailable', { headers: { 'Retry-After': String(retryAfterSeconds) } });
    }
    deps.log.error({ err: error }, 'a ping failed');
    return problemAnswer('internal');
  }

  return answerWith(deps.log, async (req, res) => {
    const given = await answer(req).catch(answerFailure);
    if (!given) return;
    metrics.pings.inc({ status: given.status });
    send(res, given);
  });
}

function send(res: ServerResponse, { status, headers, body }: Answer): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  res.end(text);
}
