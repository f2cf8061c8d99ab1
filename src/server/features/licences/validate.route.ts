/**
 * Implements POST /api/validate, the ping, as a plain Node handler. Running it behind Express would cost most of its
 * throughput.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deps } from '#server/deps.ts';
import type { LiveAccessToken } from '#server/features/instances/oauth/access-token.repository.ts';
import { createLegacyTokenVerifier } from '#server/features/instances/oauth/legacy-tokens/legacy-token-verifier.ts';
import type { PresentedTokens } from '#server/features/instances/oauth/legacy-tokens/presented-tokens.ts';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { createTokenVerifier } from '#server/features/instances/oauth/token-verifier.ts';
import type { PingCounter } from '#server/features/instances/ping-counts/ping-counter.ts';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { answerWith } from '#server/platform/http/answer-with.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { noteRefusal } from '#server/platform/http/request/refusals.ts';
import type { HttpHandler } from '#server/platform/http/request-pipeline.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { Metrics } from '#server/platform/observability/metrics.ts';
import { createProcessLimiter } from '#server/platform/rate-limits/process-limiter.ts';
import { bearerOf } from '#server/platform/rest/bearer.ts';
import { fieldInBody } from '#server/platform/rest/body-field.ts';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import { findLicencesByKey } from './keys/find-licence-by-key.ts';
import { presentedKey } from './keys/presented-key.ts';
import type { PingRecorder } from './pings/ping-recorder.ts';
import { type Answer, pingAnswers } from './validate-answers.ts';
import { type Validation, validateLicence } from './validate-licence.ts';

const bodyLimit = 64 * 1024;
const retryAfterSeconds = 5;

/** The response to a request without a well-formed token. */
const problemOf = {
  absent: 'token-missing',
  ambiguous: 'invalid-input',
  malformed: 'token-invalid',
} as const;

export type ValidateDeps = Pick<
  Deps,
  'licences' | 'keyVault' | 'licenceCipher' | 'accessTokens' | 'legacyTokens' | 'now' | 'settings' | 'log'
>;

export interface ValidateOptions {
  /** Requests per second that this process accepts from one client. */
  rateLimit: number;
  metrics: Pick<Metrics, 'pings'>;
  recorder: Pick<PingRecorder, 'record'>;
  counter: Pick<PingCounter, 'count' | 'countRefused'>;
  presented: Pick<PresentedTokens, 'note'>;
}

/** What a valid token says. */
type Presented = Pick<LiveAccessToken, 'clientId' | 'scope' | 'product'>;

/**
 * Creates the handler. It checks the token, scope, rate limit, body and key, in that order. `apiAddresses` has already
 * checked the method.
 */
export function createValidateHandler(
  deps: ValidateDeps,
  { rateLimit, metrics, recorder, counter, presented }: ValidateOptions,
): HttpHandler {
  const verifyToken = createTokenVerifier(deps.accessTokens);
  const verifyLegacyToken = createLegacyTokenVerifier(deps.legacyTokens, deps.settings.legacyTokens);
  const findByKey = createBatcher({ load: (keys) => findLicencesByKey(deps, keys) });
  const secondsToWait = createProcessLimiter({ tries: rateLimit, seconds: 1 });
  const parts = { ...deps, findByKey };
  const { problem, validation } = pingAnswers(deps.settings.appUrl);

  /** Returns what the token says if it is valid. Otherwise counts it and returns null. */
  async function verified(text: string): Promise<Presented | null> {
    const legacy = await verifyLegacyToken(text);
    if (legacy && legacy.status !== 'unknown') presented.note(legacy.id);
    if (legacy?.status === 'live') return legacy;
    if (legacy?.status === 'revoked') {
      counter.count('token_revoked', legacy.clientId);
      return null;
    }
    const token = legacy ? null : await verifyToken(text);
    if (!token) counter.countRefused(hashToken(text));
    return token;
  }

  async function admit(req: IncomingMessage): Promise<Presented | Answer> {
    const bearer = bearerOf(req);
    if (bearer.status !== 'token') {
      counter.count('token_refused');
      return problem(problemOf[bearer.status]);
    }
    const token = await verified(bearer.token);
    if (!token) return problem('token-invalid');
    const { clientId } = token;
    if (!token.scope.split(' ').includes(manageKeyScope)) {
      counter.count('token_refused', clientId);
      return problem('scope-insufficient');
    }
    const wait = await secondsToWait(clientId);
    if (wait === null) return token;
    counter.count('limited', clientId);
    return problem('too-many-requests', { 'Retry-After': String(wait) });
  }

  /**
   * Responds with a 500, which the contract prescribes for these errors of the client. They are recorded as refusals,
   * so that they aren't logged as failures of the server.
   */
  function refuse(req: IncomingMessage, reason: 'body-invalid' | 'key-invalid'): Answer {
    noteRefusal(req, { code: 'invalid_input', reason });
    return problem(reason);
  }

  /** Returns the response to a ping; null if the client disconnected before sending the whole body. */
  async function answer(req: IncomingMessage): Promise<Answer | null> {
    const token = await admit(req);
    if ('status' in token) return token;
    const { clientId } = token;
    const coding = req.headers['content-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'identity') {
      counter.count('malformed', clientId);
      return problem('unsupported-media-type', { 'Accept-Encoding': 'identity' });
    }
    const body = await readBody(req, bodyLimit);
    if (body.status === 'cut_off') return null;
    if (body.status === 'too_large') {
      counter.count('malformed', clientId);
      return problem('payload-too-large');
    }
    const key = presentedKey(await fieldInBody(body.bytes, req.headers['content-type'] ?? '', 'licence_key'));
    if (key === null) {
      counter.count('malformed', clientId);
      return refuse(req, 'body-invalid');
    }
    const outcome = await validateLicence(parts, { key, product: token.product });
    counter.count(outcome.status, clientId);
    if (outcome.status === 'forged') return refuse(req, 'key-invalid');
    note(outcome, clientId);
    return validation(outcome);
  }

  /** Notes the answer, in memory. A ping with an unknown or replaced key isn't a ping of a licence. */
  function note(outcome: Validation, clientId: string): void {
    if (outcome.status !== 'good' && outcome.status !== 'ended') return;
    recorder.record({
      ...{ licenceId: outcome.licence.id, clientId, at: deps.now() },
      ...(outcome.status === 'good'
        ? { nextCheckOn: outcome.nextCheckOn, endReason: null }
        : { nextCheckOn: null, endReason: outcome.reason }),
    });
  }

  function answerFailure(error: unknown): Answer {
    logFailure(deps.log, error, {}, 'a ping failed');
    counter.count('failed');
    return isDatabaseUnreachable(error)
      ? problem('service-unavailable', { 'Retry-After': String(retryAfterSeconds) })
      : problem('internal');
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
