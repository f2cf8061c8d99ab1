/**
 * Tests how customers change their subscription in a browser, by keyboard alone: what the dialogs say, what Paddle then
 * charges, and what is stored. One journey always runs. EVERY_CASE adds the other kinds of changes, in both languages,
 * on desk and phone, and those in which Paddle or the customer doesn't finish.
 */
import { expect } from '@playwright/test';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { test } from './support/shop.ts';
import { subscriber } from './support/subscriber.ts';

const updates = 'subscription/users/update';

test.use({ reducedMotion: 'reduce' });

test('A customer adds seats, cancels and keeps the licence, without a mouse', async ({ page, shop }) => {
  const customer = await subscriber(page, shop, {
    ...{ email: 'seats@example.test', plan: 'officeLifeMonthly', quantity: 3 },
  });
  const { dialog, step, words, open, dismiss, press, button } = customer;
  const key = await customer.key();

  // Looking at the price changes nothing.
  await open('seats');
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('US$8.00', { exact: true })).toBeVisible();
  await expect(button('back')).toBeFocused();
  await dismiss('seats');
  expect(customer.charges()).toEqual([1_200]);

  await open('seats');
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await press(dialog.getByRole('button', { name: 'Confirm and pay US$8.00' }));
  await expect(step('seatsDone')).toBeVisible();
  await press(button('close'));
  await expect(customer.action('seats')).toBeFocused();
  await expect(customer.action('seats')).toContainText('5 seats');
  expect(customer.charges()).toEqual([1_200, 800]);
  await expect.poll(customer.receipts).toEqual([1_200, 800]);

  await open('cancel');
  await press(button('cancelSubmit'));
  await expect(step('cancelDone')).toBeVisible();
  await press(button('close'));
  expect(await customer.licence()).toMatchObject({ status: 'cancelled' });

  await open('keep');
  await expect(dialog.getByText(words('keepLater'))).toContainText('US$20.00');
  await press(button('keepSubmit'));
  await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
  await page.getByLabel('Name on the card').fill('Nora Lindqvist');
  await page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await page.getByRole('button', { name: /^(Start trial|Pay\b)/ }).click();
  await page.waitForURL(/\/officelife/);
  await expect(page.getByText(words('kept'))).toBeVisible();
  expect(await customer.licence()).toMatchObject({ status: 'active', quantity: 5 });
  expect(await customer.key()).toBe(key);
  await expect.poll(customer.receipts).toEqual([1_200, 800]);
  expect((await customer.stored()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    ...['seats confirmed', 'cancel confirmed', 'keep confirmed'],
  ]);
});

const devices = {
  desk: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

for (const locale of isEveryCase ? (['en', 'fr'] as const) : [])
  for (const device of ['desk', 'phone'] as const)
    test.describe(`In ${locale} on a ${device}`, () => {
      test.use({ viewport: devices[device], hasTouch: device === 'phone' });

      test('fewer seats, another plan, a pause and its end', async ({ page, shop }) => {
        await shop.run('UPDATE plans SET pause_allowed = 1');
        const customer = await subscriber(page, shop, {
          ...{
            email: `all-${locale}-${device}@example.test`,
            plan: 'officeLifeMonthly',
            quantity: 4,
            locale,
          },
        });
        const { dialog, step, words, open, dismiss, press, button, expectAccessible } = customer;
        await expect(customer.action('cancel')).toBeVisible();
        await expectAccessible();

        await open('seats');
        await expectAccessible();
        await page.keyboard.type('2');
        shop.twin.setFaults({ slowMs: 1_500 });
        await page.keyboard.press('Enter');
        await expectAccessible();
        await expect(button('back')).toBeVisible();
        shop.twin.setFaults({ slowMs: 0 });
        await expect(dialog.getByText(words('creditedUntil'))).toBeVisible();
        await expectAccessible();
        await press(button('back'));
        await expect(dialog.getByRole('spinbutton', { name: words('seatsLabel') })).toBeVisible();
        await dismiss('seats');

        await open('seats');
        await page.keyboard.type('2');
        await page.keyboard.press('Enter');
        await press(button('confirm'));
        await expect(step('seatsDone')).toBeVisible();
        await expectAccessible();
        await press(button('close'));
        await expect(customer.action('seats')).toBeFocused();
        expect(customer.charges()).toEqual([1_600]);
        expect(await customer.licence()).toMatchObject({ quantity: 2 });

        await open('plan');
        await expectAccessible();
        await expect(dialog.getByText(words('newPeriodDeducted'))).toBeVisible();
        await expectAccessible();
        await press(button('confirmPay'));
        await expect(step('planDone')).toBeVisible();
        await press(button('close'));
        await expect(customer.action('plan')).toBeFocused();
        // Two seats for a year, less what was paid for the month.
        expect(customer.charges()).toEqual([1_600, 8_000 - 1_600]);
        await expect.poll(customer.receipts).toEqual([1_600, 6_400]);

        await open('pause');
        await expect(dialog.getByText(words('worksThrough'))).toBeVisible();
        await expectAccessible();
        await dismiss('pause');
        await open('pause');
        await press(button('pauseSubmit'));
        await expect(step('pauseDone')).toBeVisible();
        await press(button('close'));
        await expect(customer.note('pausing')).toBeFocused();
        await expectAccessible();
        await open('undoPause');
        await expect(button('confirm')).toBeVisible();
        await expectAccessible();
        await press(button('confirm'));
        await expect(step('undoPauseDone')).toBeVisible();
        await press(button('close'));

        await open('cancel');
        await expect(dialog.getByRole('textbox', { name: words('cancelReason') })).toBeVisible();
        await expectAccessible();
        await press(button('cancelStay'));
        await expect(customer.action('cancel')).toBeFocused();
        await open('cancel');
        await customer.tabTo(dialog.getByRole('textbox', { name: words('cancelReason') }));
        await page.keyboard.type('Just trying.');
        await press(button('cancelSubmit'));
        await expect(step('cancelDone')).toBeVisible();
        await press(button('close'));
        // The button that opened the dialog is gone. The keyboard goes on where the page says what has happened.
        await expect(customer.note('ending')).toBeFocused();
        await expect(customer.note('ending')).toBeInViewport();
        await page.keyboard.press('Tab');
        await expect(customer.note('ending').getByRole('button', { name: words('keep') })).toBeFocused();
        await expectAccessible();
        await open('keep');
        await expect(dialog.getByText(words('keepLater'))).toBeVisible();
        await expectAccessible();
        await dismiss('keep');
        expect(customer.charges()).toEqual([1_600, 6_400]);
        expect((await customer.stored()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
          ...['seats confirmed', 'plan confirmed', 'pause confirmed', 'resume confirmed', 'cancel confirmed'],
        ]);
      });

      test('ten times as many seats are typed again, and a refused card changes nothing', async ({
        page,
        shop,
        problems,
      }) => {
        const customer = await subscriber(page, shop, {
          ...{ email: `many-${locale}-${device}@example.test`, plan: 'officeLifeMonthly', locale },
        });
        const { dialog, step, words, open, press, button, expectAccessible } = customer;
        await open('seats');
        await page.keyboard.type('11');
        await page.keyboard.press('Enter');
        const again = dialog.getByRole('textbox', { name: words('typeAgain') });
        await expect(again).toBeVisible();
        await expectAccessible();
        await press(button('confirmPay'));
        await expect(dialog.getByText(words('typeAgainWrong'))).toBeVisible();
        await expectAccessible();
        shop.twin.setCard(customer.subscriptionId, false);
        await customer.tabTo(again);
        await page.keyboard.type('11');
        await press(button('confirmPay'));
        await expect(dialog.getByRole('alert')).toBeVisible();
        await expectAccessible();
        expect(customer.charges()).toEqual([400]);
        expect(await customer.stored()).toEqual([
          { kind: 'seats', state: 'refused', refusal: 'card_declined' },
        ]);

        // The same dialog goes on once the card works.
        shop.twin.setCard(customer.subscriptionId, true);
        await press(button('show'));
        await expect(again).toBeVisible();
        await customer.tabTo(again);
        await page.keyboard.press('ControlOrMeta+A');
        await page.keyboard.type('11');
        await press(button('confirmPay'));
        await expect(step('seatsDone')).toBeVisible();
        expect(customer.charges()).toEqual([400, 4_000]);
        await expect.poll(customer.receipts).toEqual([400, 4_000]);
        // The browser logs the refused request.
        for (const problem of problems.splice(0)) expect(problem).toMatch(/status of 4\d\d/);
      });

      test('Paddle acts without an answer: the page says so, is closed, and the change is found', async ({
        page,
        shop,
        context,
      }) => {
        const customer = await subscriber(page, shop, {
          ...{
            email: `silent-${locale}-${device}@example.test`,
            plan: 'officeLifeMonthly',
            quantity: 2,
            locale,
          },
        });
        const { dialog, words, open, press, button, expectAccessible } = customer;
        await open('seats');
        await page.keyboard.type('3');
        await page.keyboard.press('Enter');
        await expect(button('confirmPay')).toBeVisible();
        shop.twin.setFaults({ hold: true, actThenSilence: { [updates]: 1 } });
        await press(button('confirmPay'));
        await expect(dialog.getByText(words('unknown'))).toBeVisible({ timeout: 60_000 });
        await expectAccessible();
        await expect(button('close')).toBeFocused();
        await page.close();
        const other = await context.newPage();
        await other.goto('/officelife');
        await expect(other.getByText(words('unknown'))).toBeVisible();
        shop.twin.setFaults({ hold: false, actThenSilence: {} });
        await expect(other.getByText(words('unknown'))).toBeHidden({ timeout: 120_000 });
        await expect(other.getByRole('button', { name: words('seats') })).toContainText('3');
        expect(customer.charges()).toEqual([800, 400]);
        await expect.poll(customer.receipts).toEqual([800, 400]);
        expect(await customer.stored()).toEqual([{ kind: 'seats', state: 'confirmed', refusal: null }]);
      });
    });

if (isEveryCase) {
  test('Paddle neither acts nor answers: nothing is charged, and the customer can try again', async ({
    page,
    shop,
  }) => {
    const customer = await subscriber(page, shop, {
      ...{ email: 'nothing@example.test', plan: 'officeLifeMonthly', quantity: 2 },
    });
    const { dialog, step, words, open, press, button, expectAccessible } = customer;
    await open('seats');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await expect(button('confirmPay')).toBeVisible();
    shop.twin.setFaults({ silence: { [updates]: 1 } });
    await press(button('confirmPay'));
    await expect(dialog.getByText(words('unknown'))).toBeVisible({ timeout: 60_000 });
    shop.twin.setFaults({ silence: {} });
    await shop.twin.advanceDays(1);
    await expect(dialog.getByRole('alert')).toBeVisible({ timeout: 120_000 });
    await expectAccessible();
    expect(customer.charges()).toEqual([800]);
    expect(await customer.stored()).toEqual([
      { kind: 'seats', state: 'refused', refusal: 'change_not_made' },
    ]);
    await press(button('show'));
    await press(button('confirmPay'));
    await expect(step('seatsDone')).toBeVisible();
    expect(customer.charges()).toHaveLength(2);
    await expect.poll(customer.receipts).toEqual(customer.charges());
  });

  test('The page is closed while Paddle is being asked, and the change is made once', async ({
    page,
    shop,
    context,
  }) => {
    const customer = await subscriber(page, shop, {
      ...{ email: 'closed@example.test', plan: 'officeLifeMonthly', quantity: 2 },
    });
    const { words, open, press, button } = customer;
    await open('seats');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await expect(button('confirmPay')).toBeVisible();
    shop.twin.setFaults({ slowMs: 2_000 });
    const sent = page.waitForRequest(/changes\.request/);
    await press(button('confirmPay'));
    await sent;
    await page.close();
    const other = await context.newPage();
    await other.goto('/officelife');
    await expect(other.getByRole('button', { name: words('seats') })).toContainText('3 seats', {
      timeout: 60_000,
    });
    shop.twin.setFaults({ slowMs: 0 });
    await expect
      .poll(() => customer.stored())
      .toEqual([{ kind: 'seats', state: 'confirmed', refusal: null }]);
    expect(customer.charges()).toEqual([800, 400]);
    await expect.poll(customer.receipts).toEqual([800, 400]);
  });

  test('The card is updated at Paddle, and the page shows the new one', async ({ page, shop }) => {
    const customer = await subscriber(page, shop, {
      ...{ email: 'card@example.test', plan: 'monicaYearly' },
    });
    const card = page.getByRole('main').getByRole('link', { name: customer.words('card') });
    await expect(card).toContainText(/ending in \d{4}/);
    await customer.press(card);
    await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
    await page.getByLabel('Card number').fill('5555 5555 5555 4444');
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByRole('link', { name: 'Back to the portal' }).click();
    await page.goto('/monica');
    await expect(card).toContainText('Mastercard ending in 4444');
    expect(customer.charges()).toEqual([9_000]);
  });

  test('After the end, the customer comes back with the same key for a payment', async ({ page, shop }) => {
    const customer = await subscriber(page, shop, {
      ...{ email: 'back@example.test', plan: 'monicaMonthly' },
    });
    const { dialog, words, open, press, button, expectAccessible } = customer;
    const key = await customer.key();
    shop.twin.cancel(customer.subscriptionId);
    await shop.twin.advanceDays(40);
    await page.reload();
    await open('comeBack');
    await expect(dialog.getByText(words('keepToday'))).toContainText('US$9.00');
    await expectAccessible();
    await customer.dismiss('comeBack');
    await open('comeBack');
    await press(button('keepSubmit'));
    await page.waitForURL((url) => url.origin === new URL(shop.twin.url).origin);
    await page.getByLabel('Name on the card').fill('Nora Lindqvist');
    await page.getByLabel('Card number').fill('4242 4242 4242 4242');
    await page.getByRole('button', { name: /^Pay\b/ }).click();
    await page.waitForURL(/\/monica/);
    await expect(page.getByText(words('kept'))).toBeVisible();
    await expectAccessible();
    expect(await customer.licence()).toMatchObject({ status: 'active' });
    expect(await customer.key()).toBe(key);
    await expect.poll(customer.receipts).toEqual([900, 900]);
  });
}
