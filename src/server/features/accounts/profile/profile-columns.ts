/** Maps the profile's fields to columns of `users`. */
import { type Profile, type ProfileFields, profileFields } from '#shared/accounts/profile.ts';

const columns: Readonly<Record<keyof Profile, string>> = {
  companyName: 'company_name',
  numberOfEmployees: 'number_of_employees',
  addressLine1: 'address_line_1',
  addressLine2: 'address_line_2',
  city: 'city',
  postalCode: 'postal_code',
  state: 'state',
  country: 'country',
};

/** Returns the columns and values of the given fields, always in the same order. Skips undefined fields. */
export const profileColumnsOf = (profile: ProfileFields) =>
  profileFields.flatMap((name) => {
    const value = profile[name];
    return value === undefined ? [] : [{ column: columns[name], value }];
  });
