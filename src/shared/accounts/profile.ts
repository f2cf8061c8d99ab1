/** Where a customer is, and for whom they buy. */
import { z } from 'zod';
import { CountryCode } from '#shared/catalogue/catalogue.ts';

/** One line of text that may be left out; empty is the same as none. */
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
  /** Prices and tax follow it. */
  country: CountryCode.nullable(),
});
export type Profile = z.infer<typeof Profile>;

export const profileFields = Profile.keyof().options;

/** Some of it. */
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
 * What is left out stays as it is. `expected`: what whoever changes it was looking at; where that has changed
 * meanwhile, nothing is saved.
 */
export const ProfileChange = NewProfile.partial().extend({ expected: Profile.partial().optional() });
export type ProfileChange = z.infer<typeof ProfileChange>;
