/** What went wrong, as the pages show it. */
import { TRPCClientError } from '@trpc/client';
import { type ErrorCode, errorTable } from '#shared/errors.ts';

export interface Failure {
  /** `unreachable`: no answer came, or none of ours. */
  code: ErrorCode | 'unreachable';
  requestId: string | null;
}

const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && value in errorTable;

/** Reads the server's place in the error table out of whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return { code: 'internal', requestId: null };
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('appCode' in data) || !isErrorCode(data.appCode)) {
    return { code: 'unreachable', requestId: null };
  }
  const requestId = 'requestId' in data && typeof data.requestId === 'string' ? data.requestId : null;
  return { code: data.appCode, requestId };
}

/** Worth asking again by itself: the server was away, it did not refuse. */
export function isPassing(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === 'unreachable' || code === 'service_unavailable';
}
