/** Tests that an erasure removes what sign-in has stored between two requests, of every kind. */
import { expect, test } from 'vitest';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useProviderCustomers } from '#tests/support/login-providers/provider-customers.ts';
import { type Browser, visit } from '#tests/support/login-providers/provider-shop.ts';

const shop = useProviderCustomers();
const zenobia = {
  subject: '99001',
  name: 'Zenobia Quill',
  email: 'zenobia.quill@example.test',
  emailVerified: true,
};

const values = async (): Promise<string[]> =>
  (await shop.rows<{ value: string }>('SELECT value FROM verifications ORDER BY id')).map(
    ({ value }) => value,
  );

const traces = async () =>
  (await everyStoredText(shop.database.db)).filter((text) => /zenobia|quill/.test(text));

/** Leaves a row of each kind that a signed-in customer can leave. */
async function leaveRows(customer: Browser): Promise<void> {
  for (const answer of [
    await customer.post('/passkey/generate-register-options', {}),
    await customer.call('identity.linkProvider', { provider: 'google' }),
    await customer.call('identity.reauthentication.byProvider', { provider: 'github' }),
    await customer.call('identity.reauthentication.sendCode'),
  ])
    expect(answer).toMatchObject({ status: 200 });
}

/** Starts sign-ups at providers that stay pending, each in a browser of its own. */
async function leaveSignUps(): Promise<void> {
  // Started before there was an account, and never finished.
  await visit(shop, 'github', shop.browser(), { ...zenobia, email: null });
  await visit(shop, 'facebook', shop.browser(), {
    ...zenobia,
    ...{ subject: '99002', email: 'Zenobia.Quill@EXAMPLE.test', emailVerified: false },
  });
  const asking = shop.browser();
  await visit(shop, 'linkedin', asking, shop.somebody({ email: null, emailVerified: false }));
  const answer = await asking.post('/first-sign-in/finish', {
    ...{ termsAccepted: true, locale: 'en', email: zenobia.email },
  });
  expect(answer).toMatchObject({ status: 200, body: { status: 'mail_sent' } });
}

test("A deleted account leaves nothing behind of its customer's pending sign-ups, challenges and codes", async () => {
  const stranger = await shop.customerBy('github');
  await leaveRows(stranger);
  await visit(shop, 'facebook', shop.browser(), shop.somebody({ emailVerified: false }));
  await expect.poll(values).toHaveLength(5);
  const others = await values();

  await leaveSignUps();
  const customer = await shop.customerBy('github', zenobia);
  await leaveRows(customer);
  await expect.poll(values).toHaveLength(others.length + 7);
  expect((await traces()).join('\n')).toContain('verifications.value');

  expect(await customer.call('privacy.deleteAccount', { email: zenobia.email })).toMatchObject({
    body: { status: 'deleted' },
  });
  expect(await values()).toEqual(others);
  expect(await traces()).toEqual([]);
});
