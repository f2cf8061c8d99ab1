/** Tests the customer's profile: their address and the company they buy for. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, refusalOf, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

const empty = {
  companyName: null,
  numberOfEmployees: null,
  addressLine1: null,
  addressLine2: null,
  city: null,
  postalCode: null,
  state: null,
  country: null,
};
const full = {
  companyName: 'Lindqvist AB',
  numberOfEmployees: 12,
  addressLine1: 'Storgatan 1',
  addressLine2: 'c/o Åström',
  city: 'Malmö',
  postalCode: '211 34',
  state: 'Skåne',
  country: 'SE',
};

describe('accounts.profile', () => {
  test('trims and saves the fields, and returns empty ones as null', async () => {
    const person = await portal.signedIn(nora);
    expect(await person.api().accounts.profile.find.query()).toEqual(empty);
    const saved = { ...full, city: ' Malmö ', addressLine2: '  ' };
    const kept = { ...full, addressLine2: null };
    expect(await person.api().accounts.profile.save.mutate(saved)).toEqual(kept);
    expect(await person.api().accounts.profile.find.query()).toEqual(kept);
    expect(await person.api().accounts.profile.save.mutate(empty)).toEqual(empty);
    expect(await person.api().accounts.profile.find.query()).toEqual(empty);
  });

  test('saves country and postcode on the customer’s own account only', async () => {
    await portal.customer('eve@example.test');
    const person = await portal.signedIn(nora);
    await person.api().accounts.profile.save.mutate(full);
    expect(await person.api().accounts.me.query()).toMatchObject({ country: 'SE' });
    expect(
      await portal.rows('SELECT email, country, postal_code, company_name FROM users ORDER BY id'),
    ).toEqual([
      { email: nora, country: 'SE', postal_code: '211 34', company_name: 'Lindqvist AB' },
      { email: 'eve@example.test', country: null, postal_code: null, company_name: null },
    ]);
  });

  test.each([
    ['a country that is none', { country: 'Sweden' }],
    ['no employees', { numberOfEmployees: 0 }],
    ['half an employee', { numberOfEmployees: 1.5 }],
    ['a postal code that is too long', { postalCode: 'x'.repeat(33) }],
    ['two lines in one', { addressLine1: 'Storgatan 1\nMalmö' }],
    ['a company with too long a name', { companyName: 'x'.repeat(201) }],
  ])('returns 400 for %s and saves nothing', async (_name, change) => {
    const person = await portal.signedIn(nora);
    const refused = person.api().accounts.profile.save.mutate({ ...full, ...change });
    expect(await refusalOf(refused)).toBe('invalid_input');
    expect(await person.api().accounts.profile.find.query()).toEqual(empty);
  });

  test('returns 401 when signed out', async () => {
    const { profile } = portal.newBrowser().api().accounts;
    expect(await refusalOf(profile.find.query())).toBe('not_signed_in');
    expect(await refusalOf(profile.save.mutate(full))).toBe('not_signed_in');
  });
});
