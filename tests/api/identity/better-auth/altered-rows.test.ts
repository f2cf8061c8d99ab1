/**
 * Tests sign-in when one row of sign-in data is corrupt. The user learns which other methods still work, and the
 * operator gets a single log line.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { addAuthenticator, givePassword, register } from '#tests/support/people/account-holder.ts';
import { type AuthPortal, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;
beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

const byApp = '/two-factor/verify-totp';
const byRecoveryCode = '/two-factor/verify-backup-code';
const errors = () => portal.logged.filter((line) => line.includes('"level":50'));

async function waiting() {
  const browser = portal.browser();
  expect((await givePassword(browser)).status).toBe(200);
  return browser;
}

/** Ways to corrupt a stored string, as SQL expressions. */
const spoilt = [
  ['altered', (column: string) => `CONCAT(LEFT(${column}, CHAR_LENGTH(${column}) - 4), 'abcd')`],
  ['cut', (column: string) => `LEFT(${column}, 40)`],
  ['of a key that is gone', (column: string) => `CONCAT('$ba$7$', SUBSTRING_INDEX(${column}, '$', -1))`],
  ['no ciphertext', () => "'garbage'"],
  ['empty', () => "''"],
] as const;

describe.each(someOf(spoilt, 2))('A stored row that is %s', (_, spoil) => {
  test('for an app rejects its codes, accepts a recovery code, and is logged as one error', async () => {
    const { secret, recoveryCodes } = await addAuthenticator(await register(portal));
    await database.db.query(`UPDATE two_factors SET secret = ${spoil('secret')}`);
    const browser = await waiting();
    for (let times = 0; times < 7; times += 1)
      expect(await browser.post(byApp, { code: totpCode(secret) })).toMatchObject({
        status: 409,
        body: { code: 'FACTOR_UNREADABLE' },
      });
    expect((await browser.post(byRecoveryCode, { code: recoveryCodes[0] })).status).toBe(200);
    expect((await browser.me()).body).not.toBeNull();
    expect(errors()).toHaveLength(1);
    expect(errors().join()).toContain('authenticator app of account');
    expect(errors().join()).not.toContain(secret);
  });

  test('for recovery codes rejects them, accepts the app, and can be replaced by new codes', async () => {
    const { secret, recoveryCodes } = await addAuthenticator(await register(portal));
    await database.db.query(`UPDATE two_factors SET backup_codes = ${spoil('backup_codes')}`);
    const browser = await waiting();
    for (let times = 0; times < 7; times += 1)
      expect(await browser.post(byRecoveryCode, { code: recoveryCodes[0] })).toMatchObject({
        status: 409,
        body: { code: 'FACTOR_UNREADABLE' },
      });
    expect((await browser.post(byApp, { code: totpCode(secret) })).status).toBe(200);
    expect((await browser.query('identity.twoStep.recoveryCodesLeft')).body).toMatchObject({ left: 0 });
    const renewed = await browser.call('identity.twoStep.renewRecoveryCodes', {});
    expect(renewed.status).toBe(200);
    const again = await waiting();
    expect((await again.post(byRecoveryCode, { code: renewed.body.recoveryCodes[0] })).status).toBe(200);
    expect(errors()).toHaveLength(1);
  });

  test('for an app being added is rejected, and the setup can be restarted', async () => {
    const browser = await register(portal);
    const { secret } = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
    await database.db.query(`UPDATE two_factors SET secret = ${spoil('secret')}`);
    expect(
      await browser.call('identity.twoStep.confirmAuthenticator', { code: totpCode(secret) }),
    ).toMatchObject({
      status: 409,
      body: { code: 'outdated' },
    });
    const anew = (await browser.call('identity.twoStep.beginAuthenticator', {})).body;
    expect(
      (await browser.call('identity.twoStep.confirmAuthenticator', { code: totpCode(anew.secret) })).status,
    ).toBe(200);
  });
});
