/** Procedures for a customer's company and postal address. */
import { indexCustomers } from '#server/features/accounts/customer-index/index-customers.ts';
import { customerProcedure, router } from '#server/platform/trpc/procedures.ts';
import { Profile, ProfileChange, type ProfileFields, profileFields } from '#shared/accounts/profile.ts';
import { AppError } from '#shared/errors.ts';

/** Returns true if the profile already has these values, so that nothing needs to be saved. */
const agrees = (profile: Profile, change: ProfileFields): boolean =>
  profileFields.every((name) => change[name] === undefined || change[name] === profile[name]);

export const profileRouter = router({
  find: customerProcedure.output(Profile).query(async ({ ctx }) => {
    const profile = await ctx.deps.profiles.find(ctx.account.id);
    if (!profile) throw new AppError('not_signed_in', 'the account is gone');
    return profile;
  }),

  /** Saves either all given fields or none. Fields that aren't given stay unchanged. */
  save: customerProcedure
    .input(ProfileChange)
    .output(Profile)
    .mutation(({ ctx: { deps, account }, input: { expected, ...change } }) =>
      deps.transaction(async (inside) => {
        const isSaved = await inside.accounts.saveProfile(account.id, change, expected);
        const profile = await inside.profiles.find(account.id);
        if (!profile) throw new AppError('not_signed_in', 'the account is gone');
        if (!isSaved && !agrees(profile, change))
          throw new AppError('changed_meanwhile', 'the profile has changed since the page was loaded');
        await indexCustomers(inside, [account.id]);
        return profile;
      }),
    ),
});
