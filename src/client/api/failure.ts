/** Why a request failed, in the codes that the pages have sentences for. */
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, errorTable, wrongEntriesIn } from '#shared/errors.ts';
import { authRefusals, isAuthRefusal } from '#shared/identity/auth-refusals.ts';
import { problemNameIn } from '#shared/problems.ts';
import { Unanswered } from './fetch-in-time.ts';

/**
 * The last four are the page's own. `unreachable`: no answer came, or not one of ours; `unanswered`: none came in time,
 * and the server may have done what it was asked to do.
 */
export type FailureCode = ErrorCode | 'passkey_not_given' | 'part_missing' | 'unreachable' | 'unanswered';

export interface Failure {
  code: FailureCode;
  requestId: string | null;
  /** How long to wait before another attempt, where the server said so. */
  retryAfterSeconds: number | null;
  /** The paths of the values that the server does not accept; empty where it names none. */
  invalidFields: readonly string[];
}

type FailureDetails = Partial<Omit<Failure, 'code'>> & { cause?: unknown };

/** A request that did not go through tRPC was refused, or got no answer. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, { cause, ...details }: FailureDetails = {}) {
    super(`request: ${code}`, cause === undefined ? undefined : { cause });
    this.name = 'RequestFailure';
    this.failure = { code, requestId: null, retryAfterSeconds: null, invalidFields: [], ...details };
  }

  static noAnswer = (cause: unknown): RequestFailure => new RequestFailure(codeOfNoAnswer(cause), { cause });

  /** Reads a refusal of an authentication endpoint. */
  static async ofAuthentication(response: Response): Promise<RequestFailure> {
    const body: unknown = await response.json().catch(() => null);
    return new RequestFailure(authCodeOf(response.status, body), detailsOf(response, body));
  }

  /** Reads a problem document (RFC 9457). */
  static async ofProblem(response: Response): Promise<RequestFailure> {
    const problem: unknown = await response.json().catch(() => null);
    const type = typeof problem === 'object' && problem !== null && 'type' in problem ? problem.type : null;
    const name = typeof type === 'string' ? problemNameIn(type)?.replaceAll('-', '_') : null;
    const code = isErrorCode(name) ? name : codeOfStatus(response.status);
    return new RequestFailure(code, detailsOf(response, problem));
  }
}

/** Reads a failure out of anything that was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailure) return error.failure;
  const unknown = { requestId: null, retryAfterSeconds: null, invalidFields: [] };
  if (!(error instanceof TRPCClientError)) return { code: 'internal', ...unknown };
  const data: unknown = error.data;
  // No answer, or not one of ours.
  if (typeof data !== 'object' || data === null || !('appCode' in data)) {
    return { code: codeOfNoAnswer(error.cause), ...unknown };
  }
  const status = 'httpStatus' in data && typeof data.httpStatus === 'number' ? data.httpStatus : 500;
  const code = isErrorCode(data.appCode) ? data.appCode : codeOfStatus(status);
  const requestId = 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : null;
  const wait = 'retryAfterSeconds' in data ? data.retryAfterSeconds : null;
  return {
    code,
    requestId,
    retryAfterSeconds: typeof wait === 'number' ? wait : null,
    invalidFields: wrongEntriesIn(data),
  };
}

/**
 * Whether the same request may succeed a moment later: the server was away, it did not refuse. Not where it ran out of
 * time: the user would wait as long again.
 */
export function isTransient(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'unreachable' || code === 'service_unavailable';
}

/** The code of an authentication endpoint's refusal; where the page does not know its word, only what its status says. */
export function authCodeOf(status: number, body: unknown): FailureCode {
  const word = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return isAuthRefusal(word) ? authRefusals[word] : codeOfStatus(status);
}

function codeOfStatus(status: number): FailureCode {
  if (status === 429) return 'too_many_requests';
  if (status === 502 || status === 503 || status === 504) return 'service_unavailable';
  return status >= 500 ? 'internal' : 'refused';
}

/** Tells a request that ran out of time from one that reached nothing. */
const codeOfNoAnswer = (cause: unknown): FailureCode =>
  cause instanceof Unanswered ? 'unanswered' : 'unreachable';

const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value);

function detailsOf(response: Response, body: unknown): FailureDetails {
  // The header holds seconds where it is ours.
  const seconds = Number(response.headers.get('retry-after'));
  return {
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    invalidFields: wrongEntriesIn(body),
  };
}
