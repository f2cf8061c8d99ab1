/** Procedures for the acts of administrators on a customer's licences. Each decision is an event of the log. */
import {
  accountSubject,
  administrationProcedure,
  viewProcedure,
} from '#server/features/administration/procedures.router.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { reinstateLicence } from '#server/features/billing/decisions/reinstate-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { previewReplacement, replaceKeyOf } from '#server/features/billing/keys/replace-key.ts';
import { grantStream } from '#server/features/billing/streams/stream-names.ts';
import { revealKey } from '#server/features/licences/keys/reveal-key.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import {
  ActOnLicence,
  Extension,
  Granted,
  KeyReissue,
  LicenceOfCustomer,
  NewGrant,
  RevealedKey,
} from '#shared/administration/licences.ts';
import { KeyReplacement } from '#shared/billing/keys.ts';
import { decide, licenceSubject } from './decide-licence.ts';
import { grantTo } from './grant-to.ts';

export const licencesRouter = router({
  /** Grants a complimentary licence. The same request grants one, however often it arrives. */
  grant: administrationProcedure('licence.grant')
    .input(NewGrant)
    .output(Granted)
    .mutation(({ ctx, input }) => {
      const subject = { ...accountSubject(input.customerId), stream: grantStream(input.requestId) };
      return ctx.act({ subject, reason: input.reason }, (inside) =>
        grantTo(inside, { ...input, by: ctx.administrator.userId }),
      );
    }),

  extend: administrationProcedure('licence.extend')
    .input(Extension)
    .output(Done)
    .mutation(({ ctx, input }) =>
      decide(ctx, input, (inside, decision) => extendLicence(inside, { ...decision, until: input.until })),
    ),

  revoke: administrationProcedure('licence.revoke')
    .input(ActOnLicence)
    .output(Done)
    .mutation(({ ctx, input }) => decide(ctx, input, revokeLicence)),

  reinstate: administrationProcedure('licence.reinstate')
    .input(ActOnLicence)
    .output(Done)
    .mutation(({ ctx, input }) => decide(ctx, input, reinstateLicence)),

  /** Returns what replacing the key would do. Changes nothing, and shows no part of a key. */
  previewReissue: viewProcedure
    .use(limited('keys'))
    .input(LicenceOfCustomer)
    .output(KeyReplacement)
    .query(({ ctx, input: { customerId, licenceId } }) =>
      previewReplacement(ctx.deps, { licenceId, userId: customerId }),
    ),

  /** Replaces the key. Only the customer is shown the new one. */
  reissue: administrationProcedure('licence.reissue')
    .input(KeyReissue)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      const { customerId: userId, reason, ...request } = input;
      const by = ctx.administrator.userId;
      return ctx.actOnCustomer(
        input,
        async (inside) => {
          const { oldKeysUntil } = await replaceKeyOf(inside, { userId, by, reason }, request);
          return {
            result: null,
            before: { keyId: request.keyId },
            after: { oldKeysUntil: oldKeysUntil.toISOString() },
          };
        },
        await licenceSubject(ctx.deps, input),
      );
    }),

  /** Returns the current key in plain text. */
  revealKey: administrationProcedure('licence.revealKey')
    .input(ActOnLicence)
    .output(RevealedKey)
    .mutation(async ({ ctx, input: { customerId, licenceId, reason } }) =>
      ctx.act(
        { subject: await licenceSubject(ctx.deps, { customerId, licenceId }), reason },
        async (inside) => ({ result: await revealKey(inside, { licenceId, userId: customerId }) }),
      ),
    ),
});
