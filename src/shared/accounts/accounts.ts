/** Schemas for a customer's account. */
import { z } from 'zod';
import { AdministratorRole } from '#shared/administration/roles.ts';
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
  /** Null for customers. */
  administratorRole: AdministratorRole.nullable(),
});
export type AccountView = z.infer<typeof AccountView>;

/**
 * Limits in characters. As NIST SP 800-63B recommends, only the length is restricted; there are no composition rules.
 */
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

/**
 * A new name. `expected` is the name that the form showed. If the stored name is a different one by now, nothing is
 * saved.
 */
export const NewName = z.object({ name: PersonName, expected: z.string().max(1_000).optional() });

/** The requested new e-mail address. The change takes effect once the user opens the link sent to that address. */
export const NewEmail = z.object({ email: EmailAddress });

/**
 * The response to a request for a new address. `same` means that the account already has this address. The response
 * never reveals whether another account has it.
 */
export const EmailChangeRequested = z.object({ status: z.enum(['sent', 'same']) });

/**
 * The result of opening the link. `link_invalid`: the link was altered, used before, expired, replaced by a newer link,
 * or belongs to an account other than the one signed in.
 */
export const EmailChangeConfirmed = z.object({ status: z.enum(['changed', 'link_invalid', 'taken']) });

/** The address awaiting confirmation, and when its link expires. */
export const PendingEmail = z.object({ email: z.string(), expiresAt: z.date() });

/** Since when the mail server of the account's address has refused e-mails to it. */
export const EmailRefusal = z.object({ since: z.date() });

export const CountryChoice = z.object({ country: CountryCode });
export const LocaleChoice = z.object({ locale: Locale });
