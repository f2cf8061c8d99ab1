/** Where a customer is, and for whom they buy. */
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { AppError } from '#shared/errors.ts';
import { NewProfile, Profile } from '#shared/profile.ts';

export const profileRouter = router({
  find: customerProcedure.output(Profile).query(async ({ ctx }) => {
    const profile = await ctx.deps.profiles.find(ctx.account.id);
    if (!profile) throw new AppError('not_signed_in', 'the account is gone');
    return profile;
  }),

  /** All of it together; what is left out is not known any more. */
  save: customerProcedure
    .input(NewProfile)
    .output(Profile)
    .mutation(async ({ ctx, input }) => {
      await ctx.deps.profiles.save(ctx.account.id, input);
      return input;
    }),
});
