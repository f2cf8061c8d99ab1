/** What was changed elsewhere meanwhile is not written over: the page is told, and nothing is saved. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountPortal, refusalOf, startAccountPortal } from '#tests/support/portal/account-portal.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

describe('two pages of one person', () => {
  it('that change different fields keep both changes', async () => {
    const { account } = (await portal.signedIn(nora)).api();
    await account.setCountry.mutate({ country: 'SE' });
    await account.profile.save.mutate({ companyName: 'Lindqvist AB', expected: { companyName: null } });
    await account.profile.save.mutate({ city: 'Lund', expected: { city: null } });
    expect(await account.profile.find.query()).toMatchObject({
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
    'that change one field: the second, which was looking at %s, is refused',
    async (_what, first, seen) => {
      const { account } = (await portal.signedIn(nora)).api();
      await account.profile.save.mutate({ ...first, companyName: 'Lindqvist AB' });
      const [field] = Object.keys(seen);
      const second = { companyName: 'Other AB', [String(field)]: field === 'city' ? 'Ystad' : 5 };
      const refused = account.profile.save.mutate({
        ...second,
        expected: { companyName: 'Lindqvist AB', ...seen },
      });
      expect(await refusalOf(refused)).toBe('changed_meanwhile');
      expect(await account.profile.find.query()).toMatchObject({ ...first, companyName: 'Lindqvist AB' });
      // Looking at what is there, it may.
      await account.profile.save.mutate({ ...second, expected: { companyName: 'Lindqvist AB', ...first } });
      expect(await account.profile.find.query()).toMatchObject(second);
    },
  );

  it('that say the same are not refused', async () => {
    const { account } = (await portal.signedIn(nora)).api();
    const same = { city: 'Lund', expected: { city: null } };
    await account.profile.save.mutate(same);
    expect(await account.profile.save.mutate(same)).toMatchObject({ city: 'Lund' });
  });

  it('do not rename over each other', async () => {
    const { account } = (await portal.signedIn(nora)).api();
    await account.rename.mutate({ name: 'Nora L.', expected: 'Nora Lindqvist' });
    expect(await refusalOf(account.rename.mutate({ name: 'N. Lindqvist', expected: 'Nora Lindqvist' }))).toBe(
      'changed_meanwhile',
    );
    expect(await account.me.query()).toMatchObject({ name: 'Nora L.' });
    expect(await account.rename.mutate({ name: 'Nora', expected: 'Nora L.' })).toMatchObject({
      name: 'Nora',
    });
    expect(await account.rename.mutate({ name: 'Nora L.' })).toMatchObject({ name: 'Nora L.' });
  });
});
