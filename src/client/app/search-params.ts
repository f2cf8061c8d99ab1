/** What an address may carry behind its question mark, page by page. Nonsense is dropped, not shown. */

import { z } from 'zod';
import { hadPattern } from '#shared/billing/checkout-return.ts';
import { Product } from '#shared/catalogue/catalogue.ts';
import { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';
import { SecondFactor } from '#shared/identity/security-log.ts';
import { safeNext } from '#shared/next-page.ts';

const text = z.coerce.string().max(300).optional().catch(undefined);
const next = z.unknown().transform(safeNext).optional();

/** What came of a visit at a provider. */
const social = SocialOutcome.optional().catch(undefined);
const provider = LoginProviderId.optional().catch(undefined);

/** A sign-in waits for one of these; whether it does, the server says. */
const second = z
  .array(z.string())
  .transform((words) => words.flatMap((word) => SecondFactor.safeParse(word).data ?? []))
  .optional()
  .catch(undefined);

/** The session has ended while somebody was at work. */
const ended = z.literal(true).optional().catch(undefined);

export const SignInSearch = z.object({ next, social, provider, second, ended });
export const SettingsSearch = z.object({ social, provider });
export const EmailSearch = z.object({ email: text });
/** The token that confirms an address holds the address. */
const token = z.coerce.string().max(1_000).optional().catch(undefined);
export const LinkSearch = z.object({ token, error: text });
/** `sent`: where the mail went that is to be confirmed. */
export const FinishSearch = z.object({ next, token, sent: text });

/**
 * `checkout`: back from Paddle. `had`: the licences there were before that payment; `after`: the same in addresses of
 * older pay links. `buy`: the wish for another licence beside a running one.
 */
export const ProductSearch = z.object({
  checkout: text,
  had: z.string().regex(hadPattern).optional().catch(undefined),
  after: z.int().min(0).optional().catch(undefined),
  buy: z.literal('another').optional().catch(undefined),
});

export const ReceiptsSearch = z.object({
  page: z.int().min(1).max(100_000).optional().catch(undefined),
  product: Product.optional().catch(undefined),
});
