/**
 * What is stored of somebody's second step: the app's secret, confirmed or only begun, and the recovery codes. Whether
 * the step is on is the flag on the account; a row whose app is not confirmed holds the codes of a step by key alone.
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
  /** Whether the app has shown a code of its secret. */
  verified: boolean;
  lockedUntil: Date | null;
}

type Context = GenericEndpointContext['context'];

/** 25 of 62 characters: 148 bits (RFC 4226, section 4, asks for 128), and 40 letters without padding to type. */
export const newSecret = () => generateRandomString(25, 'a-z', 'A-Z', '0-9');

/** The row of a person; null when they have neither app nor second step, nor began with one. */
export const findTwoFactor = async (context: Context, userId: string): Promise<TwoFactorRow | null> =>
  (await getCurrentAdapter(context.adapter)).findOne<TwoFactorRow>({
    model,
    where: [{ field: 'userId', value: userId }],
  });

/** As it is stored. */
export const encrypted = (context: Context, data: string): Promise<string> =>
  symmetricEncrypt({ key: context.secretConfig, data });

/** The app's secret, in clear; null where it cannot be read, of which the operator is told. */
export async function secretOf(context: Context, { userId, secret }: TwoFactorRow): Promise<string | null> {
  try {
    return await symmetricDecrypt({ key: context.secretConfig, data: secret });
  } catch (error) {
    tellOnce(context, `The secret of the authenticator app of account ${userId} cannot be read`, error);
    return null;
  }
}

/** The recovery codes that are left, in clear; null where they cannot be read, of which the operator is told. */
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

/** Takes a code's time step for itself: of any number of callers with the same code, one gets true. */
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

/** Whether the account asks for a second step, as it stands inside the transaction that is under way. */
export async function hasTwoStep({ internalAdapter }: Context, userId: string): Promise<boolean> {
  const user = await internalAdapter.findUserById(userId);
  return (user as { twoFactorEnabled?: boolean | null } | null)?.twoFactorEnabled === true;
}

/** From now on every endpoint asks. Every other session ends: one factor had begun it. */
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

/** No endpoint asks any more: app, recovery codes, remembered browsers and sign-ins that wait are gone. */
export async function disableTwoStep(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const adapter = await getCurrentAdapter(ctx.context.adapter);
  await adapter.deleteMany({ model, where: [{ field: 'userId', value: userId }] });
  await ctx.context.internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  await revokeTrustedDevices(ctx, userId);
}
