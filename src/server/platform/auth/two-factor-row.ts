/**
 * What is stored of somebody's second step: the app's secret, confirmed or only begun, and the recovery codes. Whether
 * the step is on is the flag on the account; a row whose app is not confirmed holds the codes of a step by key alone.
 */
import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { newRecoveryCodes } from './recovery-codes.ts';
import { forgetDevices } from './remembered-devices.ts';

export const twoFactorModel = 'twoFactor';
const model = twoFactorModel;

interface TwoFactorRow {
  id: string;
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

/** What is stored, in clear. */
export const decrypted = (context: Context, data: string): Promise<string> =>
  symmetricDecrypt({ key: context.secretConfig, data });

/** The secret of a row, in clear. */
export const secretOf = (context: Context, { secret }: Pick<TwoFactorRow, 'secret'>): Promise<string> =>
  decrypted(context, secret);

/** Ten codes: to show once, and as they are stored. */
export async function freshCodes(
  context: Context,
): Promise<{ recoveryCodes: string[]; backupCodes: string }> {
  const recoveryCodes = newRecoveryCodes();
  return { recoveryCodes, backupCodes: await encrypted(context, JSON.stringify(recoveryCodes)) };
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
export async function hasSecondStep({ internalAdapter }: Context, userId: string): Promise<boolean> {
  const user = await internalAdapter.findUserById(userId);
  return (user as { twoFactorEnabled?: boolean | null } | null)?.twoFactorEnabled === true;
}

/** From now on every door asks. Every other session ends: one factor had begun it. */
export async function beginSecondStep(
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

/** No door asks any more: app, recovery codes, remembered browsers and sign-ins that wait are gone. */
export async function endSecondStep(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const adapter = await getCurrentAdapter(ctx.context.adapter);
  await adapter.deleteMany({ model, where: [{ field: 'userId', value: userId }] });
  await ctx.context.internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  await forgetDevices(ctx, userId);
}
