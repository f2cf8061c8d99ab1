/**
 * Adding and removing an authenticator app. The endpoints of better-auth 1.7 ask for the password, which customers who
 * signed up with a provider or use a passkey do not have; with `allowPasswordless` they ask such customers for nothing.
 * Here re-authentication stands before them, by whichever method the customer has (OWASP ASVS 5.0, 7.5.1).
 */

import { getCurrentAdapter } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { passkeysOf } from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import { revokeTrustedDevices } from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import {
  disableTwoStep,
  enableTwoStep,
  encrypted,
  findTwoFactor,
  hasTwoStep,
  twoFactorModel as model,
  newSecret,
  secretOf,
} from '#server/features/identity/better-auth/stored-rows/two-factor-row.ts';
import { withUserLock } from '#server/features/identity/better-auth/with-user-lock.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { freshCodes } from './recovery-codes.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';

const refuse = (status: 'BAD_REQUEST' | 'CONFLICT', code: AuthRefusal, message: string) =>
  new APIError(status, { code, message });
const alreadyAdded = () => refuse('CONFLICT', 'AUTHENTICATOR_ALREADY_ADDED', 'There is an authenticator app');
const notBegun = () => refuse('CONFLICT', 'AUTHENTICATOR_NOT_BEGUN', 'No authenticator app is being added');

export function authenticator({ happened }: { happened: SecurityLogger }) {
  const use = [sessionMiddleware];

  const begin = createAuthEndpoint('/authenticator/begin', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const secret = newSecret();
    const draft = { secret: await encrypted(context, secret), lastUsedStep: null };
    const nothingYet = {
      backupCodes: await encrypted(context, '[]'),
      verified: false,
      failedVerificationCount: 0,
      lockedUntil: null,
    };
    await withUserLock(ctx, user.id, async () => {
      const adapter = await getCurrentAdapter(context.adapter);
      const existing = await findTwoFactor(context, user.id);
      if (existing?.verified) throw alreadyAdded();
      if (existing === null) {
        await adapter.create({ model, data: { ...draft, ...nothingYet, userId: user.id } });
        return;
      }
      // While the step is on by key, its codes and its count of wrong ones go on.
      const update = (await hasTwoStep(context, user.id)) ? draft : { ...draft, ...nothingYet };
      await adapter.update({ model, where: [{ field: 'id', value: existing.id }], update });
    });
    const uri = otpauthUri({ issuer: context.appName, account: user.email, secret });
    return ctx.json({ secret: base32(secret), uri });
  });

  const confirm = createAuthEndpoint(
    '/authenticator/confirm',
    { method: 'POST', use, body: z.object({ code: z.string() }) },
    async (ctx) => {
      const { context } = ctx;
      const { user, session } = context.session;
      const recoveryCodes = await withUserLock(ctx, user.id, async () => {
        const row = await findTwoFactor(context, user.id);
        if (row === null) throw notBegun();
        if (row.verified) throw alreadyAdded();
        const secret = await secretOf(context, row);
        // Begun anew there is another one.
        if (secret === null) throw notBegun();
        const step = stepOfCode(secret, ctx.body.code, new Date());
        if (step === null) throw refuse('BAD_REQUEST', 'INVALID_CODE', 'Another code');
        const isOn = await hasTwoStep(context, user.id);
        const codes = isOn ? null : await freshCodes(context);
        await (await getCurrentAdapter(context.adapter)).update({
          model,
          where: [{ field: 'id', value: row.id }],
          update: {
            verified: true,
            lastUsedStep: step,
            ...(codes ? { backupCodes: codes.backupCodes } : {}),
          },
        });
        await enableTwoStep(ctx, session);
        await happened(ctx, { userId: user.id, kind: 'authenticator_added' });
        return codes?.recoveryCodes ?? null;
      });
      return ctx.json({ recoveryCodes });
    },
  );

  /** Where a passkey is left the step goes on with it, and with the recovery codes. */
  const remove = createAuthEndpoint('/authenticator/remove', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    await withUserLock(ctx, user.id, async () => {
      const row = await findTwoFactor(context, user.id);
      if (!row?.verified) return;
      if ((await passkeysOf(context, user.id)).length === 0) await disableTwoStep(ctx, user.id);
      else {
        const adapter = await getCurrentAdapter(context.adapter);
        const nobodys = await encrypted(context, newSecret());
        await adapter.update({
          model,
          where: [{ field: 'id', value: row.id }],
          update: { verified: false, secret: nobodys, lastUsedStep: null },
        });
        await revokeTrustedDevices(ctx, user.id);
      }
      await happened(ctx, { userId: user.id, kind: 'authenticator_removed' });
    });
    return ctx.json({ status: true });
  });

  return {
    id: 'authenticator',
    endpoints: { beginAuthenticator: begin, confirmAuthenticator: confirm, removeAuthenticator: remove },
    schema: {
      twoFactor: {
        modelName: 'two_factors',
        fields: {
          /** The time step of the newest code that was accepted. */
          lastUsedStep: { type: 'number', required: false, returned: false, fieldName: 'last_used_step' },
        },
      },
    },
  } satisfies BetterAuthPlugin;
}
