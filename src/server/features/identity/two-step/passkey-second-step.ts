/**
 * Two-step verification by a passkey or security key alone, without an app (NIST SP 800-63B, 5.1.7). better-auth 1.7 knows
 * TOTP and codes by message as second factors only. A lost key must not lock the customer out: recovery codes are made
 * here too, as they are with the app.
 */

import { getCurrentAdapter } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { passkeysOf } from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import {
  disableTwoStep,
  enableTwoStep,
  encrypted,
  findTwoFactor,
  hasTwoStep,
  twoFactorModel as model,
  newSecret,
  recoveryCodesOf,
} from '#server/features/identity/better-auth/stored-rows/two-factor-row.ts';
import { withUserLock } from '#server/features/identity/better-auth/with-user-lock.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { freshCodes } from './recovery-codes.ts';

const conflict = (code: AuthRefusal, message: string) => new APIError('CONFLICT', { code, message });
const notOn = () => conflict('SECOND_STEP_NOT_ON', 'There is no second step');

export function passkeySecondStep({ happened }: { happened: SecurityLogger }) {
  const use = [sessionMiddleware];

  const turnOn = createAuthEndpoint('/second-step/turn-on', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user, session } = context.session;
    const recoveryCodes = await withUserLock(ctx, user.id, async () => {
      if (await hasTwoStep(context, user.id)) throw conflict('SECOND_STEP_IS_ON', 'It is on already');
      if ((await passkeysOf(context, user.id)).length === 0)
        throw conflict('NO_PASSKEY', 'There is no passkey to ask for');
      const codes = await freshCodes(context);
      const begun = { backupCodes: codes.backupCodes, failedVerificationCount: 0, lockedUntil: null };
      const adapter = await getCurrentAdapter(context.adapter);
      const existing = await findTwoFactor(context, user.id);
      // An app that is being added in another window goes on being added.
      if (existing)
        await adapter.update({ model, where: [{ field: 'id', value: existing.id }], update: begun });
      else {
        const secret = await encrypted(context, newSecret());
        await adapter.create({ model, data: { ...begun, userId: user.id, secret, verified: false } });
      }
      await enableTwoStep(ctx, session);
      await happened(ctx, { userId: user.id, kind: 'second_step_started' });
      return codes.recoveryCodes;
    });
    return ctx.json({ recoveryCodes });
  });

  const turnOff = createAuthEndpoint('/second-step/turn-off', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    await withUserLock(ctx, user.id, async () => {
      if (!(await hasTwoStep(context, user.id))) return;
      const row = await findTwoFactor(context, user.id);
      if (row?.verified) throw conflict('AUTHENTICATOR_IS_ON', 'The authenticator app has to go first');
      await disableTwoStep(ctx, user.id);
      await happened(ctx, { userId: user.id, kind: 'second_step_ended' });
    });
    return ctx.json({ status: true });
  });

  const renew = createAuthEndpoint('/recovery-codes/renew', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const recoveryCodes = await withUserLock(ctx, user.id, async () => {
      const row = await findTwoFactor(context, user.id);
      if (!row || !(await hasTwoStep(context, user.id))) throw notOn();
      const codes = await freshCodes(context);
      await (await getCurrentAdapter(context.adapter)).update({
        model,
        where: [{ field: 'id', value: row.id }],
        update: { backupCodes: codes.backupCodes },
      });
      await happened(ctx, { userId: user.id, kind: 'recovery_codes_renewed' });
      return codes.recoveryCodes;
    });
    return ctx.json({ recoveryCodes });
  });

  const left = createAuthEndpoint('/recovery-codes/left', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const row = await findTwoFactor(context, user.id);
    if (!row || !(await hasTwoStep(context, user.id))) return ctx.json({ left: 0 });
    // Those that cannot be read are none: their person makes new ones.
    return ctx.json({ left: (await recoveryCodesOf(context, row))?.length ?? 0 });
  });

  return {
    id: 'key-step',
    endpoints: {
      turnOnSecondStep: turnOn,
      turnOffSecondStep: turnOff,
      renewRecoveryCodes: renew,
      recoveryCodesLeft: left,
    },
  } satisfies BetterAuthPlugin;
}
