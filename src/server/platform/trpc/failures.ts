/** What a caller learns of a procedure that failed, and what the log does: places in the error table. */
import type { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { AppError, type ErrorCode, errorTable, type Issue } from '#shared/errors.ts';

/** What the client learns of a failure: a place in the error table, never the message or the stack of ours. */
export function codeOfFailure(error: TRPCError): ErrorCode {
  const { cause } = error;
  if (cause instanceof AppError) return cause.code;
  if (isDatabaseUnreachable(error) || isConcurrencyConflict(cause)) return 'service_unavailable';
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'internal';
  const known = Object.entries(errorTable).find(([, row]) => row.trpc === error.code)?.[0];
  return (known as ErrorCode | undefined) ?? (error.code === 'PARSE_ERROR' ? 'invalid_input' : 'not_found');
}

/** How long whoever is refused has to wait, in seconds, where that is known. */
export const waitOf = ({ cause }: TRPCError): number | null =>
  cause instanceof AppError ? (cause.retryAfterSeconds ?? null) : null;

function issuesOf({ code, cause }: TRPCError): readonly Issue[] {
  if (cause instanceof AppError) return cause.issues;
  if (code !== 'BAD_REQUEST' || !(cause instanceof ZodError)) return [];
  return cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}

/** The error of an answer. `jsonRpcCode` is tRPC's own. */
export function failureData(jsonRpcCode: number, error: TRPCError, requestId: string | null) {
  const appCode = codeOfFailure(error);
  const { title, trpc: code, http: httpStatus } = errorTable[appCode];
  return {
    code: jsonRpcCode,
    message: title,
    data: {
      ...{ code, httpStatus, appCode, requestId, issues: issuesOf(error) },
      // Beside the header: several procedures answer in one response.
      retryAfterSeconds: waitOf(error),
    },
  };
}

/** Why, for the log: in our words, never with what was sent. */
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
