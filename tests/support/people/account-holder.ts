/** Helpers for a user with a confirmed account and a signed-in browser. */
import { expect } from 'vitest';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import type { AuthPortal } from '#tests/support/portal/auth-portal.ts';
import { linkOf } from '#tests/support/portal/auth-portal.ts';

export const password = 'correct horse battery';
export const ada = { name: 'Ada Lovelace', email: 'ada@example.com', password, termsAccepted: true };
export const bob = { ...ada, name: 'Bob Kahn', email: 'bob@example.com' };

export type Browser = ReturnType<AuthPortal['browser']>;

/** Signs up and confirms the address. Returns the browser in which the user is then signed in. */
export async function register(portal: AuthPortal, person = ada): Promise<Browser> {
  const browser = portal.browser();
  await browser.post('/sign-up/email', person);
  const mail = (await portal.sentMails()).findLast(({ to }) => to === person.email);
  const link = linkOf(mail);
  await browser.get(link.pathname + link.search);
  expect((await browser.me()).body).toMatchObject({ email: person.email });
  return browser;
}

/** Submits the e-mail address and password at the sign-in endpoint. */
export const givePassword = (browser: Browser, person = ada) =>
  browser.post('/sign-in/email', { email: person.email, password, rememberMe: true });

/**
 * Adds an authenticator app. Confirms it with the code of the previous time step, so that the code of the current step
 * stays unused.
 */
export async function addAuthenticator(browser: Pick<Browser, 'call'>) {
  const begun = await browser.call('identity.twoStep.beginAuthenticator', {});
  expect(begun.status).toBe(200);
  const { secret } = begun.body as { secret: string };
  const stepNow = () => Math.floor(Date.now() / 30_000);
  let confirmed: Awaited<ReturnType<Browser['call']>>;
  let step: number;
  do {
    step = stepNow();
    confirmed = await browser.call('identity.twoStep.confirmAuthenticator', {
      code: totpCode(secret, { steps: -1 }),
    });
    // If a TOTP step ends while the request is being sent, the code is one step too old. Then it is tried again.
  } while (confirmed.status === 400 && stepNow() !== step);
  expect(confirmed.status).toBe(200);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}
