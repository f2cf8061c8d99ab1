/** Schemas for a customer's company and postal address. */
import { z } from 'zod';
import { CountryCode } from '#shared/catalogue/catalogue.ts';

/** An optional line of text. An empty one becomes null. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u)
    .transform((text) => (text === '' ? null : text))
    .nullable();

export const maxEmployees = 10_000_000;

export const Profile = z.object({
  companyName: z.string().nullable(),
  numberOfEmployees: z.int().nullable(),
  addressLine1: z.string().nullable(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  postalCode: z.string().nullable(),
  state: z.string().nullable(),
  /** Prices and tax depend on it. */
  country: CountryCode.nullable(),
});
export type Profile = z.infer<typeof Profile>;

export const profileFields = Profile.keyof().options;

/** A subset of the profile. Fields that are undefined stay unchanged. */
export type ProfileFields = { [Name in keyof Profile]?: Profile[Name] | undefined };

export const NewProfile = z.object({
  companyName: line(200),
  numberOfEmployees: z.int().min(1).max(maxEmployees).nullable(),
  addressLine1: line(200),
  addressLine2: line(200),
  city: line(200),
  postalCode: line(32),
  state: line(200),
  country: CountryCode.nullable(),
}) satisfies z.ZodType<Profile>;

/**
 * A change of the profile. Omitted fields aren't changed. `expected` holds the values that the form showed. If any of
 * them has been changed since then, nothing is saved.
 */
export const ProfileChange = NewProfile.partial().extend({ expected: Profile.partial().optional() });
export type ProfileChange = z.infer<typeof ProfileChange>;
