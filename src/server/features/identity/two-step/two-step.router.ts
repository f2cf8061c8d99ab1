/**
 * Procedures for two-step verification in a customer's settings. They manage the authenticator app and recovery codes,
 * and turn two-step verification on and off.
 */
import { z } from 'zod';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import {
  actorOf,
  customerProcedure,
  recentlyAuthenticatedProcedure,
  router,
} from '#server/platform/trpc/procedures.ts';
import {
  AuthenticatorAdded,
  AuthenticatorDraft,
  RecoveryCodes,
  RecoveryCodesLeft,
} from '#shared/identity/security-log.ts';
import { beginAuthenticator, confirmAuthenticator, removeAuthenticator } from './change-authenticator.ts';
import { recoveryCodesLeft, renewRecoveryCodes, turnTwoStepOff, turnTwoStepOn } from './change-two-step.ts';

const changeProcedure = recentlyAuthenticatedProcedure.use(limited('signInMethods'));

export const twoStepRouter = router({
  beginAuthenticator: changeProcedure
    .output(AuthenticatorDraft)
    .mutation(({ ctx: { deps, account } }) =>
      beginAuthenticator(deps, { userId: account.id, email: account.email }),
    ),

  /** Adds the app if the code is right. Malformed input counts as a wrong code. */
  confirmAuthenticator: recentlyAuthenticatedProcedure
    .use(limited('authenticatorCodes'))
    .input(z.object({ code: z.string().max(20).catch('') }))
    .output(AuthenticatorAdded)
    .mutation(async ({ ctx, input }) => ({
      recoveryCodes: await confirmAuthenticator(ctx.deps, actorOf(ctx), input),
    })),

  removeAuthenticator: changeProcedure
    .output(Done)
    .mutation(({ ctx }) => removeAuthenticator(ctx.deps, actorOf(ctx)).then(() => done)),

  turnOn: changeProcedure
    .output(RecoveryCodes)
    .mutation(async ({ ctx }) => ({ recoveryCodes: await turnTwoStepOn(ctx.deps, actorOf(ctx)) })),

  turnOff: changeProcedure
    .output(Done)
    .mutation(({ ctx }) => turnTwoStepOff(ctx.deps, actorOf(ctx)).then(() => done)),

  renewRecoveryCodes: changeProcedure
    .output(RecoveryCodes)
    .mutation(async ({ ctx }) => ({ recoveryCodes: await renewRecoveryCodes(ctx.deps, actorOf(ctx)) })),

  recoveryCodesLeft: customerProcedure
    .output(RecoveryCodesLeft)
    .query(async ({ ctx: { deps, account } }) => ({ left: await recoveryCodesLeft(deps, account.id) })),
});
