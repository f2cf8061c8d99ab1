/**
 * Tests the e-mails that customers can turn off: in the settings, by the button of a mail program (RFC 8058), and by
 * the link at the end of the e-mail.
 */
import { describe, expect, it } from 'vitest';
import { createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useMailPortal } from '#tests/support/portal/mail-portal.ts';

const shop = useMailPortal({ settings: { RENEWAL_NOTICE_MONTHLY: 'true' } });

const bought = async () => {
  await shop.portal.alert(createdAlert(shop.ours));
  await shop.portal.alert(paymentAlert(shop.ours));
  await shop.subjects();
};

/** Delivers the payment for month number `month`. */
async function renew(month: number): Promise<void> {
  const day = (count: number) => `2026-${String(count).padStart(2, '0')}-12`;
  shop.portal.setNow(`${day(month)}T10:00:00Z`);
  await shop.portal.alert(
    paymentAlert({
      ...shop.ours,
      ...{ order_id: `317366-${month}`, subscription_payment_id: String(770_000 + month) },
      ...{ event_time: `${day(month)} 09:00:00`, next_bill_date: day(month + 1) },
    }),
  );
}

/** Returns the URL in the List-Unsubscribe header of the e-mail about a renewal. */
async function unsubscribeUrl(): Promise<string> {
  await bought();
  await renew(2);
  const { headers, text, html } = await shop.letter();
  const url = /^<(.+)>$/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/unsubscribe\?token=[\w-]{43}$/);
  expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(text.split('\n')).toContain(url);
  expect(html).toContain(`href="${url}"`);
  return url;
}

const choices = async () =>
  Object.fromEntries(
    (await shop.deps.mailChoices.listForUser(shop.userId)).map(({ kind, isOn }) => [kind, isOn]),
  );

const oneClick = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: 'List-Unsubscribe=One-Click',
  });

describe('The link in an e-mail that can be turned off', () => {
  // bikeindex/bike_index#4077, putyourlightson/craft-campaign#523
  it('turns off that kind alone, without session or origin, and may be used twice', async () => {
    const url = await unsubscribeUrl();
    for (const headers of [{}, {}, { Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' }])
      expect((await oneClick(url, headers)).status).toBe(200);
    expect(await choices()).toEqual({ renewal_ahead: true, renewed: false, ended: true });
    expect(JSON.stringify(shop.portal.log)).not.toContain(url.split('=')[1]);
    await renew(3);
    expect(await shop.subjects()).toEqual([]);
    shop.rowsAtPaddle = [
      {
        ...{ subscription_id: 502_198, plan_id: 24_749, user_id: 88_001, user_email: shop.email },
        ...{ state: 'active', signup_date: '2026-01-12 09:14:00', quantity: 1 },
        next_payment: { amount: 9, currency: 'USD', date: '2026-04-12' },
      },
    ];
    shop.portal.setNow('2026-04-05T10:00:00Z');
    await shop.notices();
    expect(await shop.subjects()).toEqual(['Your Monica licence renews soon']);
  });

  it('accepts a form in multipart encoding, and no body at all', async () => {
    const url = await unsubscribeUrl();
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(200);
    expect((await fetch(url, { method: 'POST' })).status).toBe(200);
    expect(await choices()).toMatchObject({ renewed: false });
  });

  // better-auth/better-auth#9690
  it('changes nothing when it is opened, and shows a page with one button and no script', async () => {
    const url = await unsubscribeUrl();
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await fetch(url, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'.*form-action 'self'/,
      );
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    const page = await (await fetch(url)).text();
    expect(page).toContain('Stop e-mails about paid renewals?');
    expect(page.match(/<button/g)).toHaveLength(1);
    expect(page).toContain('<form method="post"');
    expect(page).not.toContain('<script');
    expect(page).not.toContain(shop.email);
    expect(await choices()).toMatchObject({ renewed: true });
  });

  it('allows forms only on the page that asks', async () => {
    const url = await unsubscribeUrl();
    const unknown = `${shop.portal.url}/unsubscribe?token=abc`;
    for (const answer of [await oneClick(url), await fetch(url), await fetch(unknown)])
      expect(answer.headers.get('content-security-policy')).toContain("form-action 'none'");
  });

  it('is shown in the language of the account', async () => {
    const url = await unsubscribeUrl();
    await shop.execute(`UPDATE users SET locale = 'fr' WHERE id = ${shop.userId}`);
    const answer = await fetch(url, { headers: { 'Accept-Language': 'en' } });
    expect(answer.headers.get('content-language')).toBe('fr');
    expect(await answer.text()).toContain('Ne plus recevoir ces e-mails');
  });

  it('stays the same, and still works after the choice was turned on again', async () => {
    const url = await unsubscribeUrl();
    await renew(3);
    expect((await shop.letter()).headers['list-unsubscribe']).toBe(`<${url}>`);
    await oneClick(url);
    await shop.deps.mailChoices.set(shop.userId, { kind: 'renewed', isOn: true });
    await oneClick(url);
    expect(await choices()).toMatchObject({ renewed: false });
  });

  const wrong = [
    '',
    '?token=',
    '?token=abc',
    `?token=${'A'.repeat(43)}`,
    '?token=a&token=b',
    "?token=' OR 1=1",
  ];
  it.each(someOf(wrong, 2))(
    'responds with 400 and changes nothing if its token is wrong: %s',
    async (query) => {
      await unsubscribeUrl();
      for (const method of ['GET', 'POST'])
        expect((await fetch(`${shop.portal.url}/unsubscribe${query}`, { method })).status).toBe(400);
      expect(await choices()).toEqual({ renewal_ahead: true, renewed: true, ended: true });
    },
  );

  it('of one customer never changes the choice of another, and ends with the account', async () => {
    const url = await unsubscribeUrl();
    const other = await addCustomer(shop.db, { email: 'ada@example.test' });
    await shop.deps.mailChoices.withToken(other, 'renewed');
    await oneClick(url);
    expect(await shop.deps.mailChoices.listForUser(other)).toContainEqual({ kind: 'renewed', isOn: true });
    await shop.deps.accounts.remove(shop.userId);
    expect(await shop.select('SELECT user_id AS userId FROM mail_choices')).toEqual([{ userId: other }]);
    expect((await oneClick(url)).status).toBe(400);
  });

  it('is absent from e-mails that are always sent', async () => {
    await shop.portal.alert(createdAlert(shop.ours));
    const { headers, text } = await shop.letter();
    expect(Object.keys(headers).filter((name) => name.startsWith('list-'))).toEqual([]);
    expect(text).not.toContain('unsubscribe');
  });

  it('is stored once when several processes compose the first e-mails at the same time', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 8 }, () => shop.deps.mailChoices.withToken(shop.userId, 'ended')),
    );
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
  });
});

describe('A choice turned off between queueing and sending', () => {
  it('is respected', async () => {
    await bought();
    await shop.whileAway('2026-02-12T12:00:00Z', async () => {
      await renew(2);
      await shop.deps.mailChoices.set(shop.userId, { kind: 'renewed', isOn: false });
    });
    expect(await shop.subjects()).toEqual([]);
    expect(await shop.outbox()).toContainEqual(
      expect.objectContaining({ template: 'licence-renewed', state: 'not_needed' }),
    );
  });
});
