/** Maps failed procedures to the error table, for the client and the log. */
import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { AppError, type ErrorCode, errorTable, type Issue } from '#shared/errors.ts';

/** Returns the error code that the client receives. It never receives the error's own message or its stack. */
export function codeOfFailure(error: TRPCError): ErrorCode {
  const { cause } = error;
  if (cause instanceof AppError) return cause.code;
  if (isDatabaseUnreachable(error) || isConcurrencyConflict(cause)) return 'service_unavailable';
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'internal';
  const known = Object.entries(errorTable).find(([, row]) => row.trpc === error.code)?.[0];
  return (known as ErrorCode | undefined) ?? (error.code === 'PARSE_ERROR' ? 'invalid_input' : 'not_found');
}

/** Returns the seconds to wait before retrying; null if unknown. */
export const waitOf = ({ cause }: TRPCError): number | null =>
  cause instanceof AppError ? (cause.retryAfterSeconds ?? null) : null;

function issuesOf({ code, cause }: TRPCError): readonly Issue[] {
  if (cause instanceof AppError) return cause.issues;
  if (code !== 'BAD_REQUEST' || !(cause instanceof ZodError)) return [];
  return cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}

/** Returns the error object of a response. `jsonRpcCode` is tRPC's own code. */
export function failureData(jsonRpcCode: number, error: TRPCError, requestId: string | null) {
  const appCode = codeOfFailure(error);
  const { title, trpc: code, http: httpStatus } = errorTable[appCode];
  return {
    code: jsonRpcCode,
    message: title,
    data: {
      ...{ code, httpStatus, appCode, requestId, issues: issuesOf(error) },
      // Also sent in a header, but one response may contain the results of several procedures.
      retryAfterSeconds: waitOf(error),
    },
  };
}

/** Returns the reason for the log. It consists of fixed words and field names, never of submitted values. */
export function reasonOf({ code, cause }: TRPCError): string {
  if (cause instanceof AppError) return cause.message;
  if (cause instanceof ZodError) {
    const fields = cause.issues
      .slice(0, 5)
      .map(({ path, code: kind }) => `${path.join('.').slice(0, 60)}: ${kind}`);
    return `entries that are not accepted (${fields.join(', ')})`;
  }
  return code;
}
