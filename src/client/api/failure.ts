/** Maps failed requests to the error codes that the pages have messages for. */
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, errorTable, wrongEntriesIn } from '#shared/errors.ts';
import { authRefusals, isAuthRefusal } from '#shared/identity/auth-refusals.ts';
import { problemNameIn } from '#shared/problems.ts';
import { Unanswered } from './fetch-in-time.ts';

/**
 * The last four codes are set by the client, not by the server. `unreachable`: there was no response, or it didn't come
 * from the portal. `unanswered`: the request timed out, and the server may have processed it anyway.
 */
export type FailureCode = ErrorCode | 'passkey_not_given' | 'part_missing' | 'unreachable' | 'unanswered';

export interface Failure {
  code: FailureCode;
  requestId: string | null;
  /** Seconds to wait before retrying; null if the server didn't say. */
  retryAfterSeconds: number | null;
  /** Paths of the values that the server rejected; empty if the response lists none. */
  invalidFields: readonly string[];
}

type FailureDetails = Partial<Omit<Failure, 'code'>> & { cause?: unknown };

/**
 * Any failure outside tRPC: the server refused a request or didn't respond, the user dismissed a passkey prompt, or a
 * chunk is missing.
 */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, { cause, ...details }: FailureDetails = {}) {
    super(`request: ${code}`, cause === undefined ? undefined : { cause });
    this.name = 'RequestFailure';
    this.failure = { code, requestId: null, retryAfterSeconds: null, invalidFields: [], ...details };
  }

  static noAnswer = (cause: unknown): RequestFailure => new RequestFailure(codeOfNoAnswer(cause), { cause });

  /** Reads the error response of an authentication endpoint. */
  static async ofAuthentication(response: Response): Promise<RequestFailure> {
    const body: unknown = await response.json().catch(() => null);
    return new RequestFailure(authCodeOf(response.status, body), detailsOf(response, body));
  }

  /** Reads an RFC 9457 problem document, falling back to the HTTP status for unknown problem types. */
  static async ofProblem(response: Response): Promise<RequestFailure> {
    const problem: unknown = await response.json().catch(() => null);
    const type = typeof problem === 'object' && problem !== null && 'type' in problem ? problem.type : null;
    const name = typeof type === 'string' ? problemNameIn(type)?.replaceAll('-', '_') : null;
    const code = isErrorCode(name) ? name : codeOfStatus(response.status);
    return new RequestFailure(code, detailsOf(response, problem));
  }
}

/** Extracts the failure from anything thrown. Unknown errors become `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailure) return error.failure;
  const unknown = { requestId: null, retryAfterSeconds: null, invalidFields: [] };
  if (!(error instanceof TRPCClientError)) return { code: 'internal', ...unknown };
  const data: unknown = error.data;
  // There was no response, or it didn't come from the portal.
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
 * Returns true if the server was only unavailable, so that the same request may succeed when retried right away.
 * Returns false for timeouts, because a retry would make the user wait just as long again.
 */
export function isTransient(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'unreachable' || code === 'service_unavailable';
}

/**
 * Returns true if the server refused the request because of its content or because of a rule. The same request would be
 * refused again.
 */
export function isForbidden(error: unknown): boolean {
  if (!error) return false;
  const { code } = failureOf(error);
  return isErrorCode(code) && [400, 404, 409].includes(errorTable[code].http);
}

/**
 * Returns the failure code for the error response of an authentication endpoint. Falls back to the HTTP status if the
 * page doesn't know the server's code.
 */
export function authCodeOf(status: number, body: unknown): FailureCode {
  const word = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return isAuthRefusal(word) ? authRefusals[word] : codeOfStatus(status);
}

function codeOfStatus(status: number): FailureCode {
  if (status === 429) return 'too_many_requests';
  if (status === 502 || status === 503 || status === 504) return 'service_unavailable';
  return status >= 500 ? 'internal' : 'refused';
}

/** Returns `unanswered` for timeouts and `unreachable` for all other network errors. */
const codeOfNoAnswer = (cause: unknown): FailureCode =>
  cause instanceof Unanswered ? 'unanswered' : 'unreachable';

/** Returns whether the value is an error code that this page knows. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value);

function detailsOf(response: Response, body: unknown): FailureDetails {
  // The portal sends seconds. An HTTP date, which a proxy might send, is ignored.
  const seconds = Number(response.headers.get('retry-after'));
  return {
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    invalidFields: wrongEntriesIn(body),
  };
}
