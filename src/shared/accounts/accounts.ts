/** Schemas for a customer's account. */
import { z } from 'zod';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { EmailAddress } from '#shared/identity/email-address.ts';

export const locales = ['en', 'fr'] as const;
export const Locale = z.enum(locales);
export type Locale = z.infer<typeof Locale>;

export const AccountView = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  locale: Locale,
  country: CountryCode.nullable(),
  isAdministrator: z.boolean(),
});
export type AccountView = z.infer<typeof AccountView>;

/** NIST SP 800-63B: only the length is restricted, with no composition rules. */
export const passwordLength = { min: 10, max: 128 } as const;

export const Password = z.string().min(passwordLength.min).max(passwordLength.max);
const PersonName = z.string().trim().min(1).max(100);

export const Registration = z.object({
  name: PersonName,
  email: EmailAddress,
  password: Password,
  termsAccepted: z.literal(true),
});
export type Registration = z.infer<typeof Registration>;

/** `expected` is the name the form showed. If it has changed since, nothing is saved. */
export const NewName = z.object({ name: PersonName, expected: z.string().max(1_000).optional() });

/** The requested new address. It takes effect once the link sent to it is opened. */
export const NewEmail = z.object({ email: EmailAddress });

/** `same`: the account already has this address. The response never reveals whether another account uses an address. */
export const EmailChangeRequested = z.object({ status: z.enum(['sent', 'same']) });

/**
 * `link_invalid`: altered, already used, expired, superseded by a newer link, or for an account other than the one
 * signed in.
 */
export const EmailChangeConfirmed = z.object({ status: z.enum(['changed', 'link_invalid', 'taken']) });

/** The address awaiting confirmation, and when its link expires. */
export const PendingEmail = z.object({ email: z.string(), expiresAt: z.date() });

export const CountryChoice = z.object({ country: CountryCode });
export const LocaleChoice = z.object({ locale: Locale });
