/** A customer's account, as both sides see it. */
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

/** NIST SP 800-63B: a length, no composition rules. */
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

/** `expected`: the name that is replaced; another one, given elsewhere meanwhile, is not. */
export const NewName = z.object({ name: PersonName, expected: z.string().max(1_000).optional() });

/** Where an account is to move to; it counts once its owner has opened the link that is sent there. */
export const NewEmail = z.object({ email: EmailAddress });

/** `same`: it is the address the account has. Whether somebody else has it is not told. */
export const EmailChangeRequested = z.object({ status: z.enum(['sent', 'same']) });

/** `link_invalid`: altered, used, too old, overtaken by another one, or of another account than the one signed in. */
export const EmailChangeConfirmed = z.object({ status: z.enum(['changed', 'link_invalid', 'taken']) });

/** The address that waits for its link to be opened, and until when it works. */
export const PendingEmail = z.object({ email: z.string(), expiresAt: z.date() });

export const CountryChoice = z.object({ country: CountryCode });
export const LocaleChoice = z.object({ locale: Locale });
