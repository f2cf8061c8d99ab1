/**
 * The row of two-step verification as better-auth's plugin reads it at sign-in. Whether two-step verification is on is a
 * column of the account; a row whose app is not confirmed holds the recovery codes of an account that uses a passkey alone.
 */
import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';

const model = 'twoFactor';

interface TwoFactorRow {
  id: string;
  userId: string;
  secret: string;
  backupCodes: string;
  /** Whether a code from the app has been verified. */
  verified: boolean;
  lockedUntil: Date | null;
}

type Context = GenericEndpointContext['context'];

/** Returns the row of an account; null if neither an app nor two-step verification was ever set up or started. */
export const findTwoFactor = async (context: Context, userId: string): Promise<TwoFactorRow | null> =>
  (await getCurrentAdapter(context.adapter)).findOne<TwoFactorRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/**
 * Claims the time step of a code, so that a code works only once. Of several concurrent callers with the same code only
 * one gets true.
 */
export async function claimStep(context: Context, id: string, step: number): Promise<boolean> {
  const row = await context.adapter.incrementOne({
    model,
    where: [
      { field: 'id', value: id },
      { field: 'lastUsedStep', value: null, connector: 'OR' },
      { field: 'lastUsedStep', operator: 'lt', value: step, connector: 'OR' },
    ],
    increment: {},
    set: { lastUsedStep: step },
  });
  return row !== null;
}
