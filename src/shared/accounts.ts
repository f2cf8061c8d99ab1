/** A customer's account, as both sides see it. */
import { z } from 'zod';
import { CountryCode } from './catalogue.ts';

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
export const Email = z.email().max(254);
const PersonName = z.string().trim().min(1).max(100);

export const Registration = z.object({
  name: PersonName,
  email: Email,
  password: Password,
  termsAccepted: z.literal(true),
});
export type Registration = z.infer<typeof Registration>;

export const CountryChoice = z.object({ country: CountryCode });
export const LocaleChoice = z.object({ locale: Locale });
