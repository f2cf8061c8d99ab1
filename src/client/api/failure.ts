/** What went wrong, as the pages show it. */
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, errorTable, wrongEntriesIn } from '#shared/errors.ts';
import { problemNameIn } from '#shared/problems.ts';
import { type AuthErrorCode, AuthFailure, codeOfStatus } from './auth-failure.ts';
import { Unanswered } from './fetch-in-time.ts';

export interface Failure {
  code: AuthErrorCode;
  requestId: string | null;
  /** How long to wait before another try, where the server said so. */
  retryAfterSeconds: number | null;
  /** Where the entries stand, in what was sent, that the server does not accept; none where it names none. */
  wrongEntries: readonly string[];
}

/** The `Retry-After` header, which holds seconds where it is ours. */
export function retryAfterOf(answer: Response): number | null {
  const seconds = Number(answer.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

const unknown = { requestId: null, retryAfterSeconds: null, wrongEntries: [] };

/** Of a request that has no answer: whether the time for it was over. */
export const codeOfNoAnswer = (cause: unknown): 'unanswered' | 'unreachable' =>
  cause instanceof Unanswered ? 'unanswered' : 'unreachable';

const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value);

/** An address that speaks no tRPC refused, or could not be reached. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  private constructor(failure: Failure, options?: ErrorOptions) {
    super(`request: ${failure.code}`, options);
    this.name = 'RequestFailure';
    this.failure = failure;
  }

  static noAnswer = (cause: unknown): RequestFailure =>
    new RequestFailure({ code: codeOfNoAnswer(cause), ...unknown }, { cause });

  /** Reads a problem document (RFC 9457). */
  static async of(answer: Response): Promise<RequestFailure> {
    const problem: unknown = await answer.json().catch(() => null);
    const type = typeof problem === 'object' && problem !== null && 'type' in problem ? problem.type : null;
    const name = typeof type === 'string' ? problemNameIn(type)?.replaceAll('-', '_') : null;
    const code = isErrorCode(name) ? name : codeOfStatus(answer.status);
    return new RequestFailure({
      code,
      requestId: answer.headers.get('x-request-id'),
      retryAfterSeconds: retryAfterOf(answer),
      wrongEntries: wrongEntriesIn(problem),
    });
  }
}

/** Reads the server's place in the error table out of whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailure) return error.failure;
  if (error instanceof AuthFailure) {
    const { code, requestId, retryAfterSeconds, wrongEntries } = error;
    return { code, requestId, retryAfterSeconds, wrongEntries };
  }
  if (!(error instanceof TRPCClientError)) return { code: 'internal', ...unknown };
  const data: unknown = error.data;
  // No answer, or none of ours.
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
    wrongEntries: wrongEntriesIn(data),
  };
}

/**
 * Worth asking again by itself: the server was away, it did not refuse. Not where it took all the time it has: a person
 * would wait for as long again.
 */
export function isPassing(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'unreachable' || code === 'service_unavailable';
}
