/**
 * Tests that saving a form doesn't overwrite a change that was made in another tab: the request fails and nothing is
 * saved.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('Two tabs of one customer', () => {
  it('keep both changes when they edit different fields', async () => {
    const { accounts } = (await portal.signedIn(nora)).api();
    await accounts.setCountry.mutate({ country: 'SE' });
    await accounts.profile.save.mutate({ companyName: 'Lindqvist AB', expected: { companyName: null } });
    await accounts.profile.save.mutate({ city: 'Lund', expected: { city: null } });
    expect(await accounts.profile.find.query()).toMatchObject({
      ...{ companyName: 'Lindqvist AB', city: 'Lund', country: 'SE', postalCode: null },
    });
  });

  it.each([
    ['a word', { city: 'Lund' }, { city: 'Malmö' }],
    ['nothing', { city: 'Lund' }, { city: null }],
    ['another case', { city: 'Lund' }, { city: 'LUND' }],
    ['another accent', { city: 'Malmö' }, { city: 'Malmo' }],
    ['a number', { numberOfEmployees: 12 }, { numberOfEmployees: 1 }],
  ] as const)(
    'reject the second edit of a field when its tab still showed %s',
    async (_what, first, seen) => {
      const { accounts } = (await portal.signedIn(nora)).api();
      await accounts.profile.save.mutate({ ...first, companyName: 'Lindqvist AB' });
      const [field] = Object.keys(seen);
      const second = { companyName: 'Other AB', [String(field)]: field === 'city' ? 'Ystad' : 5 };
      const refused = accounts.profile.save.mutate({
        ...second,
        expected: { companyName: 'Lindqvist AB', ...seen },
      });
      expect(await refusalOf(refused)).toBe('changed_meanwhile');
      expect(await accounts.profile.find.query()).toMatchObject({ ...first, companyName: 'Lindqvist AB' });
      // The save succeeds once `expected` matches the values that are stored now.
      await accounts.profile.save.mutate({ ...second, expected: { companyName: 'Lindqvist AB', ...first } });
      expect(await accounts.profile.find.query()).toMatchObject(second);
    },
  );

  it('can save the same value one after the other', async () => {
    const { accounts } = (await portal.signedIn(nora)).api();
    const same = { city: 'Lund', expected: { city: null } };
    await accounts.profile.save.mutate(same);
    expect(await accounts.profile.save.mutate(same)).toMatchObject({ city: 'Lund' });
  });

  it('don’t overwrite each other’s change of name', async () => {
    const { accounts } = (await portal.signedIn(nora)).api();
    await accounts.rename.mutate({ name: 'Nora L.', expected: 'Nora Lindqvist' });
    expect(
      await refusalOf(accounts.rename.mutate({ name: 'N. Lindqvist', expected: 'Nora Lindqvist' })),
    ).toBe('changed_meanwhile');
    expect(await accounts.me.query()).toMatchObject({ name: 'Nora L.' });
    expect(await accounts.rename.mutate({ name: 'Nora', expected: 'Nora L.' })).toMatchObject({
      name: 'Nora',
    });
    expect(await accounts.rename.mutate({ name: 'Nora L.' })).toMatchObject({ name: 'Nora L.' });
  });
});
