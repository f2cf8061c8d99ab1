/** Who is signed in, and what they may change about themselves. */
import { z } from 'zod';
import { customerProcedure, publicProcedure, router } from '#server/platform/trpc/procedures.ts';
import { SecurityEventPage, WaysIn } from '#shared/identity/security-log.ts';
import { AccountView, CountryChoice, LocaleChoice, NewName } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { PasskeyView } from '#shared/identity/passkeys.ts';
import { emailRouter } from './email-change/email.router.ts';
import { profileRouter } from './profile/profile.router.ts';
import { sessionsRouter } from '#server/features/identity/sessions/sessions.router.ts';
import { tokensRouter } from './api-tokens/api-tokens.router.ts';

/** An account can go between the session being read and the change being made. */
function orGone<T>(account: T | null): T {
  if (account === null) throw new AppError('not_signed_in', 'the account is gone');
  return account;
}

const eventsOnAPage = 20;

export const accountRouter = router({
  email: emailRouter,
  profile: profileRouter,
  sessions: sessionsRouter,
  tokens: tokensRouter,

  me: publicProcedure.output(AccountView.nullable()).query(({ ctx }) => ctx.account),

  /** How they can sign in, and so how they can show again who they are. */
  waysIn: customerProcedure.output(WaysIn).query(({ ctx }) => ctx.deps.waysIn.find(ctx.account.id)),

  passkeys: customerProcedure
    .output(z.array(PasskeyView))
    .query(({ ctx }) => ctx.deps.passkeys.listForUser(ctx.account.id)),

  /** What happened to the account, the newest first; those before that event where told. */
  securityLog: customerProcedure
    .input(z.object({ before: z.int().positive().optional() }))
    .output(SecurityEventPage)
    .query(async ({ ctx, input: { before } }) => {
      const events = await ctx.deps.securityEvents.listForUser(ctx.account.id, {
        ...(before === undefined ? {} : { before }),
        limit: eventsOnAPage + 1,
      });
      const shown = events.slice(0, eventsOnAPage);
      return { events: shown, next: events.length > eventsOnAPage ? (shown.at(-1)?.id ?? null) : null };
    }),

  rename: customerProcedure
    .input(NewName)
    .output(AccountView)
    .mutation(async ({ ctx, input: { name, expected } }) => {
      const account = orGone(await ctx.deps.accounts.setName(ctx.account.id, name, expected));
      if (account.name !== name)
        throw new AppError('changed_meanwhile', 'the name is not the one that the page shows');
      return account;
    }),

  /** The country that prices are shown for. */
  setCountry: customerProcedure
    .input(CountryChoice)
    .output(AccountView)
    .mutation(async ({ ctx, input }) =>
      orGone(await ctx.deps.accounts.setCountry(ctx.account.id, input.country)),
    ),

  /** The language of the mails, and of the pages on every browser. */
  setLocale: customerProcedure
    .input(LocaleChoice)
    .output(AccountView)
    .mutation(async ({ ctx, input }) =>
      orGone(await ctx.deps.accounts.setLocale(ctx.account.id, input.locale)),
    ),
});
