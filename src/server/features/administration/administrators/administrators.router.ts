/** Procedures for the list of administrators and their roles. */
import { z } from 'zod';
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { ActOnCustomer } from '#shared/administration/acts.ts';
import {
  AccountSought,
  AdministratorView,
  FoundAccount,
  RoleChange,
} from '#shared/administration/administrators.ts';
import { changeRole, makeAdministratorOf } from './change-role.ts';
import { findAccount } from './find-account.ts';

export const administratorsRouter = router({
  /** Lists everyone who has a role, by name. */
  list: viewProcedure.output(z.array(AdministratorView)).query(async ({ ctx }) => {
    const administrators = await ctx.deps.administrators.list();
    return administrators.map(({ blockedAt, ...administrator }) => ({
      ...administrator,
      isBlocked: blockedAt !== null,
      isSelf: administrator.id === ctx.account.id,
    }));
  }),

  /**
   * Finds the account to make an administrator; null if there is none. A mutation, because what is typed must not stand
   * in an address.
   */
  find: viewProcedure
    .use(limited('administration'))
    .input(AccountSought)
    .output(FoundAccount.nullable())
    .mutation(({ ctx, input }) => findAccount(ctx.deps, input.account)),

  make: administrationProcedure('administrators.make')
    .input(RoleChange)
    .output(Done)
    .mutation(({ ctx, input }) => ctx.actOnCustomer(input, (inside) => makeAdministratorOf(inside, input))),

  changeRole: administrationProcedure('administrators.changeRole')
    .input(RoleChange)
    .output(Done)
    .mutation(({ ctx, input }) => ctx.actOnCustomer(input, (inside) => changeRole(inside, input))),

  unmake: administrationProcedure('administrators.unmake')
    .input(ActOnCustomer)
    .output(Done)
    .mutation(({ ctx, input }) =>
      ctx.actOnCustomer(input, (inside) => changeRole(inside, { customerId: input.customerId, role: null })),
    ),
});
