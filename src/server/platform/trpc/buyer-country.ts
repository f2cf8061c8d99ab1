/** Determines the country whose prices a visitor sees. */
import type { Context } from './context.ts';

/** Returns the account's country, otherwise the country of the request, otherwise the configured fallback. */
export const buyerCountry = ({
  deps,
  account,
  requestCountry,
}: Pick<Context, 'account' | 'requestCountry'> & {
  deps: { settings: { fallbackCountry: string } };
}): string => account?.country ?? requestCountry ?? deps.settings.fallbackCountry;
