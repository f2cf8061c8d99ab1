/** Tests how account data is stored, which fields customers may edit, and how the administrator role is granted. */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BoundDeps, Deps } from '#server/deps.ts';
import { type AccountRepository, accountRepository } from '#server/features/accounts/account.repository.ts';
import { accountsRouter } from '#server/features/accounts/accounts.router.ts';
import { administratorRepository } from '#server/features/accounts/administrator.repository.ts';
import { customerFactRepository } from '#server/features/accounts/customer-index/customer-fact.repository.ts';
import { searchWordRepository } from '#server/features/accounts/customer-index/search-word.repository.ts';
import { makeAdministrator } from '#server/features/administration/make-administrator.ts';
import { withTransaction } from '#server/platform/database/transactions.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { contextOf } from '#tests/support/portal/caller.ts';

const database = useDatabase();
let accounts: AccountRepository;

async function addUser(
  email: string,
  columns: { verified?: boolean; locale?: string } = {},
): Promise<number> {
  const [id] = await database.db.query(
    'INSERT INTO users (name, email, email_verified, locale, postal_code, created_at, updated_at) VALUES (?, ?, ?, ?, ?, NOW(3), NOW(3))',
    {
      replacements: ['Ada Lovelace', email, columns.verified ?? true, columns.locale ?? 'fr', '75001'],
      type: QueryTypes.INSERT,
    },
  );
  return id;
}

beforeEach(() => {
  accounts = accountRepository(database.db);
});

describe('The account repository', () => {
  test('returns an account as a plain object, and null for an unknown id', async () => {
    const id = await addUser('ada@example.com');
    const account = await accounts.findById(id);
    expect(account).toEqual({
      id,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      emailVerified: true,
      locale: 'fr',
      country: null,
      administratorRole: null,
      blockedAt: null,
      postalCode: '75001',
    });
    expect(Object.getPrototypeOf(account)).toBe(Object.prototype);
    expect(await accounts.findById(id + 1)).toBeNull();
  });

  test('finds an address in any case and ignores look-alikes', async () => {
    const id = await addUser('ada@example.com');
    expect((await accounts.findByEmail(' ADA@Example.com'))?.id).toBe(id);
    expect(await accounts.findByEmail('äda@example.com')).toBeNull();
    expect(await accounts.findByEmail('ad_@example.com')).toBeNull();
    expect(await accounts.findByEmail('')).toBeNull();
  });

  test('leaves unconfirmed addresses out of the verified accounts', async () => {
    await addUser('ada@example.com', { verified: false });
    expect(await accounts.findByEmail('ada@example.com')).not.toBeNull();
    expect(await accounts.findVerifiedByEmails(['ada@example.com'])).toEqual(new Map());
    await database.db.query('UPDATE users SET email_verified = 1');
    const found = await accounts.findVerifiedByEmails(['Ada@example.com']);
    expect([...found.keys()]).toEqual(['ada@example.com']);
  });

  test('updates only the given account and returns null for an unknown one', async () => {
    const id = await addUser('ada@example.com');
    const other = await addUser('bob@example.com');
    expect(await accounts.setCountry(id, 'DE')).toMatchObject({ id, country: 'DE' });
    expect(await accounts.setCountry(id, 'DE')).toMatchObject({ id, country: 'DE' });
    expect(await accounts.setLocale(id, 'en')).toMatchObject({ id, locale: 'en' });
    expect(await accounts.findById(other)).toMatchObject({
      country: null,
      locale: 'fr',
      administratorRole: null,
    });
    expect(await accounts.setCountry(id + 100, 'DE')).toBeNull();
  });

  test('sets updated_at when two-step verification is turned on or off', async () => {
    const id = await addUser('ada@example.com');
    const changes = [() => accounts.turnTwoStepOn(id), () => accounts.turnTwoStepOff(id)];
    for (const change of changes) {
      await database.db.query("UPDATE users SET updated_at = '2020-01-01'");
      await change();
      const unchanged = await database.db.query("SELECT id FROM users WHERE updated_at = '2020-01-01'", {
        type: QueryTypes.SELECT,
      });
      expect(unchanged).toEqual([]);
    }
  });

  test('rolls a change back with the caller’s transaction', async () => {
    const id = await addUser('ada@example.com');
    const transaction = await database.db.transaction();
    expect(await accountRepository(database.db, transaction).setCountry(id, 'FR')).toMatchObject({
      country: 'FR',
    });
    await transaction.rollback();
    expect(await accounts.findById(id)).toMatchObject({ country: null });
  });
});

describe('Granting the administrator role', () => {
  const deps = (): Pick<Deps, 'transaction'> => ({
    transaction: (work) =>
      withTransaction(database.db, (transaction) => {
        const bound: Pick<BoundDeps, 'accounts' | 'administrators'> = {
          accounts: accountRepository(database.db, transaction),
          administrators: administratorRepository(database.db, transaction),
        };
        return work(bound as BoundDeps);
      }),
  });
  const make = (email: string, role: AdministratorRole | null = 'administrator') =>
    makeAdministrator(deps(), { email, role });

  test('grants the role to a confirmed customer and takes it back', async () => {
    const id = await addUser('ada@example.com');
    expect(await make('Ada@example.com')).toMatchObject({
      status: 'done',
      account: { id, administratorRole: 'administrator' },
    });
    expect(await make('ada@example.com')).toMatchObject({
      status: 'unchanged',
      account: { administratorRole: 'administrator' },
    });
    expect(await make('ada@example.com', null)).toMatchObject({
      status: 'done',
      account: { administratorRole: null },
    });
    expect(await accounts.findById(id)).toMatchObject({ administratorRole: null });
  });

  test('keeps the column of the previous release in step, and believes a process of that release', async () => {
    const id = await addUser('ada@example.com');
    const stored = async () =>
      (
        await database.db.query<{ flag: number; role: string | null }>(
          `SELECT instance_administrator AS flag, administrator_role AS role FROM users WHERE id = ${id}`,
          { type: QueryTypes.SELECT },
        )
      )[0];
    const roleNow = async () => (await accounts.findById(id))?.administratorRole;
    const asThatRelease = (flag: 0 | 1) =>
      database.db.query(`UPDATE users SET instance_administrator = ${flag} WHERE id = ${id}`);

    await make('ada@example.com', 'viewer');
    expect(await stored()).toEqual({ flag: 0, role: 'viewer' });
    expect(await roleNow()).toBe('viewer');
    await asThatRelease(1);
    expect(await roleNow()).toBe('administrator');
    await make('ada@example.com', 'support');
    expect(await stored()).toEqual({ flag: 0, role: 'support' });
    await make('ada@example.com');
    expect(await stored()).toEqual({ flag: 1, role: 'administrator' });
    await asThatRelease(0);
    expect(await roleNow()).toBeNull();
    expect(await administratorRepository(database.db).list()).toEqual([]);
    await asThatRelease(1);
    expect(await administratorRepository(database.db).list()).toMatchObject([{ id, role: 'administrator' }]);
    await make('ada@example.com', null);
    expect(await stored()).toEqual({ flag: 0, role: null });
  });

  test('rejects an unknown and an unconfirmed address', async () => {
    expect(await make('ada@example.com')).toEqual({ status: 'unknown_email' });
    const id = await addUser('ada@example.com', { verified: false });
    expect(await make('ada@example.com')).toEqual({ status: 'not_verified' });
    expect(await accounts.findById(id)).toMatchObject({ administratorRole: null });
  });
});

describe('The accounts procedures', () => {
  const callerFor = (account: AccountView | null) => {
    const searchWords = searchWordRepository(database.db);
    const customerFacts = customerFactRepository(database.db);
    const repositories = { accounts, searchWords, customerFacts, log: pino({ level: 'silent' }) };
    const deps = {
      ...repositories,
      transaction: <T>(work: (inside: BoundDeps) => Promise<T>) => work(repositories as unknown as BoundDeps),
    } as unknown as Deps;
    return accountsRouter.createCaller(contextOf(deps, account));
  };

  async function ada(changes: Partial<AccountView> = {}): Promise<AccountView> {
    const account = await accounts.findById(await addUser('ada@example.com'));
    if (!account) throw new Error('there is no account');
    return { ...account, ...changes };
  }

  test('`me` returns the account’s public fields, or null when signed out', async () => {
    expect(await callerFor(null).me()).toBeNull();
    const me = await callerFor(await ada()).me();
    expect(Object.keys(me ?? {}).sort()).toEqual(
      ['country', 'email', 'emailVerified', 'id', 'administratorRole', 'locale', 'name'].sort(),
    );
  });

  test('lets customers change their own country and language', async () => {
    const account = await ada();
    expect(await callerFor(account).setCountry({ country: 'JP' })).toMatchObject({
      id: account.id,
      country: 'JP',
    });
    expect(await callerFor(account).setLocale({ locale: 'en' })).toMatchObject({
      id: account.id,
      locale: 'en',
    });
    expect(await accounts.findById(account.id)).toMatchObject({ country: 'JP', locale: 'en' });
  });

  test.each(['fr', 'FRA', 'F1', '', "FR' OR 1"])('rejects %j as a country', async (country) => {
    const account = await ada();
    await expect(callerFor(account).setCountry({ country })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await accounts.findById(account.id)).toMatchObject({ country: null });
  });

  test('rejects signed-out visitors and customers with an unconfirmed address', async () => {
    await expect(callerFor(null).setCountry({ country: 'JP' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    const unconfirmed = callerFor(await ada({ emailVerified: false }));
    await expect(unconfirmed.setLocale({ locale: 'en' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('returns UNAUTHORIZED when the account has been deleted since sign-in', async () => {
    const account = await ada();
    await database.db.query('DELETE FROM users');
    await expect(callerFor(account).setLocale({ locale: 'en' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});
