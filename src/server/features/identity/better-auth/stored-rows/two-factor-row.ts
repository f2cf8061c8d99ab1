/**
 * What is stored of two-step verification: the secret of the authenticator app, confirmed or not yet, and the recovery
 * codes. Whether two-step verification is on is a column of the account; a row whose app is not confirmed holds the
 * recovery codes of an account that uses a passkey alone.
 */
import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import { parsed } from './read-kept.ts';
import { tellOnce } from './tell-once.ts';
import { revokeTrustedDevices } from './trusted-devices.ts';

export const twoFactorModel = 'twoFactor';
const model = twoFactorModel;

interface TwoFactorRow {
  id: string;
  userId: string;
  secret: string;
  backupCodes: string;
  /** Whether a code of the app has been given. */
  verified: boolean;
  lockedUntil: Date | null;
}

type Context = GenericEndpointContext['context'];

/** 25 of 62 characters: 148 bits (RFC 4226, section 4, asks for 128), and 40 letters without padding to type. */
export const newSecret = () => generateRandomString(25, 'a-z', 'A-Z', '0-9');

/** The row of an account; null where there is neither an app nor two-step verification, nor a start of either. */
export const findTwoFactor = async (context: Context, userId: string): Promise<TwoFactorRow | null> =>
  (await getCurrentAdapter(context.adapter)).findOne<TwoFactorRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/** As it is stored. */
export const encrypted = (context: Context, data: string): Promise<string> =>
  symmetricEncrypt({ key: context.secretConfig, data });

/** The secret of the app, decrypted; null where it cannot be read, which is reported to the operator. */
export async function secretOf(context: Context, { userId, secret }: TwoFactorRow): Promise<string | null> {
  try {
    return await symmetricDecrypt({ key: context.secretConfig, data: secret });
  } catch (error) {
    tellOnce(context, `The secret of the authenticator app of account ${userId} cannot be read`, error);
    return null;
  }
}

/** The unused recovery codes, decrypted; null where they cannot be read, which is reported to the operator. */
export async function recoveryCodesOf(
  context: Context,
  { userId, backupCodes }: TwoFactorRow,
): Promise<string[] | null> {
  const tell = (cause?: unknown) =>
    tellOnce(context, `The recovery codes of account ${userId} cannot be read`, cause);
  let text: string;
  try {
    text = await symmetricDecrypt({ key: context.secretConfig, data: backupCodes });
  } catch (error) {
    tell(error);
    return null;
  }
  const codes = parsed(z.array(z.string()), text);
  if (codes === null) tell();
  return codes;
}

/** Claims the time step of a code: of several callers with the same code one gets true. */
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

/** Whether two-step verification is on, as the current transaction sees it. */
export async function hasTwoStep({ internalAdapter }: Context, userId: string): Promise<boolean> {
  const user = await internalAdapter.findUserById(userId);
  return (user as { twoFactorEnabled?: boolean | null } | null)?.twoFactorEnabled === true;
}

/** Turns two-step verification on and ends every other session, which one factor had started. */
export async function enableTwoStep(
  { context }: GenericEndpointContext,
  { id, userId }: { id: string; userId: string },
): Promise<void> {
  const adapter = await getCurrentAdapter(context.adapter);
  await context.internalAdapter.updateUser(userId, { twoFactorEnabled: true });
  await adapter.deleteMany({
    model: 'session',
    where: [
      { field: 'userId', value: userId },
      { field: 'id', operator: 'ne', value: id },
    ],
  });
}

/** Turns two-step verification off: app, recovery codes, trusted devices and pending sign-ins are deleted. */
export async function disableTwoStep(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const adapter = await getCurrentAdapter(ctx.context.adapter);
  await adapter.deleteMany({ model, where: [{ field: 'userId', value: userId }] });
  await ctx.context.internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  await revokeTrustedDevices(ctx, userId);
}
