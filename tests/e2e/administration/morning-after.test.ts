/** An administrator finds out whether everything is in order after Paddle was down for a night and alerts were lost. */
import { expect } from '@playwright/test';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { expectAccessible, signInAsAdministrator } from '../support/administrator.ts';
import { test } from '../support/shop.ts';

/** The background work of the portal looks for due jobs every 15 seconds. */
const withinRounds = { timeout: 60_000, intervals: [1_000] };

// Takes longer than other journeys, because it waits for the portal's own jobs.
if (isEveryCase)
  test('After Paddle was down, the inbox says what was missing and that everything is in order', async ({
    page,
    shop,
  }) => {
    test.setTimeout(240_000);
    const email = 'morning@example.test';
    await signInAsAdministrator(page, shop, email);
    const [account] = await shop.rows<{ id: number }>('SELECT id FROM users WHERE email = ?', [email]);
    const makeDue = () =>
      shop.run(
        "UPDATE jobs SET due_at = '2020-01-01', held_until = '2020-01-01' WHERE name IN ('lost_alerts', 'reconcile')",
      );
    const says = (text: RegExp) =>
      expect(async () => {
        await page.goto('/administration/inbox');
        await expect(page.getByText(text).first()).toBeVisible({ timeout: 2_000 });
      }).toPass(withinRounds);

    await says(/Everything is in order/);
    shop.twin.setFaults({ lose: 1, down: true });
    const [plan] = await shop.rows<{ id: number }>(
      'SELECT plan_id_on_paddle AS id FROM plans ORDER BY id LIMIT 1',
    );
    shop.twin.subscribe({ planId: plan?.id ?? 0, email, passthrough: passthroughOf(account?.id ?? 0) });
    await makeDue();
    await says(/Paddle couldn’t be asked for missing alerts/);
    await expectAccessible(page);

    shop.twin.setFaults({ lose: 0, down: false });
    await makeDue();
    await says(/Everything is in order/);
    await expect(page.getByText(/\d+ missing alerts.*all processed/).first()).toBeVisible();
    await page.getByRole('link', { name: 'Found by comparison' }).click();
    await page
      .getByRole('link', { name: /^subscription_ ?created$/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1, name: /^Event \d+/ })).toBeVisible();
    // The page names the customer, but shows no personal data of what Paddle sent.
    await expect(page.getByRole('region', { name: 'Contents' }).getByText(email)).toHaveCount(0);
    await expectAccessible(page);
    const licences = await shop.rows('SELECT id FROM licences WHERE user_id = ?', [account?.id ?? 0]);
    expect(licences).toHaveLength(1);
  });
