/** An administrator in a browser, and a customer in another one. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import { register, type Shop } from './shop.ts';

/** Registers an administrator with two-step verification, who has just signed in. */
export async function signInAsAdministrator(page: Page, shop: Shop, email: string): Promise<void> {
  await register(page, shop, email, 'Maya Okafor');
  await shop.run(
    `UPDATE users SET administrator_role = 'administrator', instance_administrator = 1, two_factor_enabled = 1
     WHERE email = ?`,
    [email],
  );
}

/** Calls `use` with a page of another browser, in which a customer is signed in. */
export async function asCustomer<T>(
  browser: Browser,
  shop: Shop,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ baseURL: shop.url, reducedMotion: 'reduce' });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Expects that axe finds nothing in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
      [],
    );
  }
}
