/** Procedures for the clients of instances: their secrets, their tokens and what they ask. */
import type { AuditSubject } from '#server/features/administration/audit/audit-log.repository.ts';
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { newClientId } from '#server/features/instances/create-client.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import {
  ActOnClient,
  ClientBinding,
  ClientChoice,
  ClientDetails,
  ClientPage,
  ClientQuestion,
  NewClient,
  NewCredentials,
  OverduePage,
  OverdueQuestion,
  RevokedTokens,
  RotatedCredentials,
  SecretChoice,
  SecretRotation,
} from '#shared/administration/instances.ts';
import {
  bindClient,
  createClientOf,
  endSecretOf,
  revokeTokensOf,
  rotateSecretOf,
  setDisabled,
} from './change-client.ts';
import { findClient } from './find-client.ts';
import { listClients } from './list-clients.ts';
import { listOverdueChecks } from './overdue-checks.ts';

const subjectOf = (clientId: string): AuditSubject => ({ kind: 'client', id: clientId, userId: null });

export const instancesRouter = router({
  /** Returns a page of the clients, by name. */
  list: viewProcedure
    .input(ClientQuestion)
    .output(ClientPage)
    .query(({ ctx, input }) => listClients(ctx.deps, input)),

  /** Returns what there is about one client. */
  find: viewProcedure
    .input(ClientChoice)
    .output(ClientDetails)
    .query(({ ctx, input }) => findClient(ctx.deps, input.clientId)),

  /** Returns a page of the licences that their instances should have checked again. */
  overdueChecks: viewProcedure
    .input(OverdueQuestion)
    .output(OverduePage)
    .query(({ ctx, input }) => listOverdueChecks(ctx.deps, input)),

  /** Creates a client. The answer has its secret, which can't be retrieved again. */
  create: administrationProcedure('client.create')
    .input(NewClient)
    .output(NewCredentials)
    .mutation(({ ctx, input: { reason, ...client } }) => {
      const clientId = newClientId();
      return ctx.act({ subject: subjectOf(clientId), reason }, (inside) =>
        createClientOf(inside, { ...client, clientId }),
      );
    }),

  bind: administrationProcedure('client.bind')
    .input(ClientBinding)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, ...binding } }) => {
      await ctx.act({ subject: subjectOf(binding.clientId), reason }, (inside) =>
        bindClient(inside, binding),
      );
      return done;
    }),

  /** Adds a secret. The answer has it; it can't be retrieved again. */
  rotateSecret: administrationProcedure('client.rotateSecret')
    .input(SecretRotation)
    .output(RotatedCredentials)
    .mutation(({ ctx, input: { reason, ...rotation } }) =>
      ctx.act({ subject: subjectOf(rotation.clientId), reason }, (inside) =>
        rotateSecretOf(inside, rotation),
      ),
    ),

  endSecret: administrationProcedure('client.endSecret')
    .input(SecretChoice)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, ...choice } }) => {
      await ctx.act({ subject: subjectOf(choice.clientId), reason }, (inside) => endSecretOf(inside, choice));
      return done;
    }),

  revokeTokens: administrationProcedure('client.revokeTokens')
    .input(ActOnClient)
    .output(RevokedTokens)
    .mutation(({ ctx, input: { reason, clientId } }) =>
      ctx.act({ subject: subjectOf(clientId), reason }, (inside) => revokeTokensOf(inside, { clientId })),
    ),

  disable: administrationProcedure('client.disable')
    .input(ActOnClient)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, clientId } }) => {
      await ctx.act({ subject: subjectOf(clientId), reason }, (inside) =>
        setDisabled(inside, { clientId, disabled: true }),
      );
      return done;
    }),

  enable: administrationProcedure('client.enable')
    .input(ActOnClient)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, clientId } }) => {
      await ctx.act({ subject: subjectOf(clientId), reason }, (inside) =>
        setDisabled(inside, { clientId, disabled: false }),
      );
      return done;
    }),
});
