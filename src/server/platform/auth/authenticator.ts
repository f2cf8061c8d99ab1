/**
 * Adding and removing an authenticator app, and its recovery codes. Doors of our own, because better-auth's ask for
 * the password of whoever has one; here it is `confirm-identity` that asks, for whatever proof somebody has.
 */
import { getCurrentAdapter, runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import { newRecoveryCodes } from './recovery-codes.ts';
import { forgetDevices } from './remembered-devices.ts';
import type { Happened } from './security-log.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';

const model = 'twoFactor';

/** 25 of 62 characters: 148 bits (RFC 4226, section 4, asks for 128), and 40 letters without padding to type. */
const newSecret = () => generateRandomString(25, 'a-z', 'A-Z', '0-9');

interface TwoFactorRow {
  id: string;
  secret: string;
  backupCodes: string;
  verified: boolean;
  lockedUntil: Date | null;
}

type Context = GenericEndpointContext['context'];

/** What is stored of somebody's authenticator, confirmed or only begun. */
export const findTwoFactor = (context: Context, userId: string): Promise<TwoFactorRow | null> =>
  context.adapter.findOne<TwoFactorRow>({ model, where: [{ field: 'userId', value: userId }] });

const encrypted = (context: Context, data: string) => symmetricEncrypt({ key: context.secretConfig, data });

/** The secret of a row, in clear. */
export const secretOf = (context: Context, { secret }: Pick<TwoFactorRow, 'secret'>): Promise<string> =>
  symmetricDecrypt({ key: context.secretConfig, data: secret });

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

const refuse = (status: 'BAD_REQUEST' | 'CONFLICT', code: string, message: string) =>
  new APIError(status, { code, message });
const alreadyAdded = () => refuse('CONFLICT', 'AUTHENTICATOR_ALREADY_ADDED', 'There is an authenticator app');
const notBegun = () => refuse('CONFLICT', 'AUTHENTICATOR_NOT_BEGUN', 'No authenticator app is being added');

export function authenticator({ happened }: { happened: Happened }) {
  const use = [sessionMiddleware];

  const begin = createAuthEndpoint('/authenticator/begin', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const secret = newSecret();
    const draft = {
      secret: await encrypted(context, secret),
      backupCodes: await encrypted(context, '[]'),
      verified: false,
      lastUsedStep: null,
      failedVerificationCount: 0,
      lockedUntil: null,
    };
    const existing = await findTwoFactor(context, user.id);
    if (existing === null) await context.adapter.create({ model, data: { ...draft, userId: user.id } });
    else {
      const where = [
        { field: 'id', value: existing.id },
        { field: 'verified', value: false },
      ];
      if (!(await context.adapter.incrementOne({ model, where, increment: {}, set: draft })))
        throw alreadyAdded();
    }
    const uri = otpauthUri({ issuer: context.appName, account: user.email, secret });
    return ctx.json({ secret: base32(secret), uri });
  });

  const confirm = createAuthEndpoint(
    '/authenticator/confirm',
    { method: 'POST', use, body: z.object({ code: z.string() }) },
    async (ctx) => {
      const { context } = ctx;
      const { user } = context.session;
      const row = await findTwoFactor(context, user.id);
      if (row === null) throw notBegun();
      if (row.verified) throw alreadyAdded();
      const step = stepOfCode(await secretOf(context, row), ctx.body.code, new Date());
      if (step === null) throw refuse('BAD_REQUEST', 'INVALID_CODE', 'Another code');
      const recoveryCodes = newRecoveryCodes();
      const backupCodes = await encrypted(context, JSON.stringify(recoveryCodes));
      await runWithTransaction(context.adapter, async () => {
        const adapter = await getCurrentAdapter(context.adapter);
        const confirmed = await adapter.incrementOne({
          model,
          where: [
            { field: 'id', value: row.id },
            { field: 'verified', value: false },
            // Begun anew meanwhile: the code was of another secret.
            { field: 'secret', value: row.secret },
          ],
          increment: {},
          set: { verified: true, lastUsedStep: step, backupCodes },
        });
        if (confirmed === null) throw notBegun();
        await context.internalAdapter.updateUser(user.id, { twoFactorEnabled: true });
        // They were begun by a password alone.
        await adapter.deleteMany({
          model: 'session',
          where: [
            { field: 'userId', value: user.id },
            { field: 'id', operator: 'ne', value: context.session.session.id },
          ],
        });
        await happened(ctx, { userId: user.id, kind: 'authenticator_added' });
      });
      return ctx.json({ recoveryCodes });
    },
  );

  const remove = createAuthEndpoint('/authenticator/remove', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const row = await findTwoFactor(context, user.id);
    await runWithTransaction(context.adapter, async () => {
      const adapter = await getCurrentAdapter(context.adapter);
      await adapter.deleteMany({ model, where: [{ field: 'userId', value: user.id }] });
      await context.internalAdapter.updateUser(user.id, { twoFactorEnabled: false });
      await forgetDevices(ctx, user.id);
      if (row?.verified) await happened(ctx, { userId: user.id, kind: 'authenticator_removed' });
    });
    return ctx.json({ status: true });
  });

  const renew = createAuthEndpoint('/recovery-codes/renew', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const { user } = context.session;
    const recoveryCodes = newRecoveryCodes();
    const backupCodes = await encrypted(context, JSON.stringify(recoveryCodes));
    await runWithTransaction(context.adapter, async () => {
      const adapter = await getCurrentAdapter(context.adapter);
      const renewed = await adapter.incrementOne({
        model,
        where: [
          { field: 'userId', value: user.id },
          { field: 'verified', value: true },
        ],
        increment: {},
        set: { backupCodes },
      });
      if (renewed === null) throw notBegun();
      await happened(ctx, { userId: user.id, kind: 'recovery_codes_renewed' });
    });
    return ctx.json({ recoveryCodes });
  });

  const left = createAuthEndpoint('/recovery-codes/left', { method: 'POST', use }, async (ctx) => {
    const { context } = ctx;
    const row = await findTwoFactor(context, context.session.user.id);
    if (!row?.verified) throw notBegun();
    const codes = await symmetricDecrypt({ key: context.secretConfig, data: row.backupCodes });
    return ctx.json({ left: z.array(z.string()).parse(JSON.parse(codes)).length });
  });

  return {
    id: 'authenticator',
    endpoints: {
      beginAuthenticator: begin,
      confirmAuthenticator: confirm,
      removeAuthenticator: remove,
      renewRecoveryCodes: renew,
      recoveryCodesLeft: left,
    },
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
