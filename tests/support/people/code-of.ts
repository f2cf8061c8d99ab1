/** Tells tests with which of the portal's errors a call was refused. */
import { TRPCClientError } from '@trpc/client';

/** Returns the code of the error with which a call of a procedure was refused; null if it succeeded. */
export async function codeOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const data: unknown = error.data;
    return typeof data === 'object' && data !== null && 'appCode' in data ? String(data.appCode) : 'no code';
  }
}
