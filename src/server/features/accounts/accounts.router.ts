/** Procedures that read a customer's own account and change its name, country or language. */
import { customerProcedure, publicProcedure, router } from '#server/platform/trpc/procedures.ts';
import { AccountView, CountryChoice, LocaleChoice, NewName } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { apiTokensRouter } from './api-tokens/api-tokens.router.ts';
import { indexCustomers } from './customer-index/index-customers.ts';
import { emailRouter } from './email-change/email.router.ts';
import { emailCorrectionRouter } from './email-correction/email-correction.router.ts';
import { mailChoicesRouter } from './mail-choices/mail-choices.router.ts';
import { profileRouter } from './profile/profile.router.ts';

/** Returns the account. Throws if it is null, because it was deleted after the session had been read. */
function orGone<T>(account: T | null): T {
  if (account === null) throw new AppError('not_signed_in', 'the account no longer exists');
  return account;
}

export const accountsRouter = router({
  email: emailRouter,
  emailCorrection: emailCorrectionRouter,
  mailChoices: mailChoicesRouter,
  profile: profileRouter,
  tokens: apiTokensRouter,

  me: publicProcedure.output(AccountView.nullable()).query(({ ctx }) => ctx.account),

  rename: customerProcedure
    .input(NewName)
    .output(AccountView)
    .mutation(({ ctx, input: { name, expected } }) =>
      ctx.deps.transaction(async (inside) => {
        const account = orGone(await inside.accounts.setName(ctx.account.id, name, expected));
        if (account.name !== name)
          throw new AppError('changed_meanwhile', 'the name has changed since the page was loaded');
        await indexCustomers(inside, [account.id]);
        return account;
      }),
    ),

  /** Sets the country whose prices are shown. */
  setCountry: customerProcedure
    .input(CountryChoice)
    .output(AccountView)
    .mutation(({ ctx, input }) =>
      ctx.deps.transaction(async (inside) => {
        const account = orGone(await inside.accounts.setCountry(ctx.account.id, input.country));
        await indexCustomers(inside, [account.id]);
        return account;
      }),
    ),

  /** Sets the language of e-mails and of the pages in every browser where the customer is signed in. */
  setLocale: customerProcedure
    .input(LocaleChoice)
    .output(AccountView)
    .mutation(async ({ ctx, input }) =>
      orGone(await ctx.deps.accounts.setLocale(ctx.account.id, input.locale)),
    ),
});
