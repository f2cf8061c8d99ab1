/** Signs customers up through the endpoints that real customers use. */
import { expect } from 'vitest';
import type { Mailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';

const password = 'a long enough password';

/** Signs up a new customer and opens the link in the e-mail. Returns the session cookie. */
export async function registerCustomer(
  { url, mailbox }: { url: string; mailbox: Pick<Mailbox, 'letters'> },
  email: string,
): Promise<{ cookie: string }> {
  const visitor = browser(url);
  const answer = await visitor.post('/sign-up/email', {
    name: 'Nora Lindqvist',
    email,
    password,
    termsAccepted: true,
    locale: 'en',
  });
  expect(answer.status).toBe(200);
  // The customer may have bought a licence before, so there can be other e-mails.
  const linkIn = () =>
    mailbox
      .letters(email)
      .map(({ text }) => /https?:\/\/\S+verify-email\S+/.exec(text)?.[0])
      .find((found) => found !== undefined);
  await expect.poll(linkIn).toBeDefined();
  const link = linkIn();
  if (!link) throw new Error('the mail has no link to confirm the address');
  const confirmed = new URL(link);
  await visitor.get(`${confirmed.pathname}${confirmed.search}`);
  const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  expect(cookie).toContain('session_token');
  return { cookie };
}
