/** A customer with a subscription at the Paddle twin, who changes it by keyboard. Used by the journeys of changes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { seedPlans } from '#scripts/demo/seed.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { messagesIn } from '#tests/support/i18n/sentences.ts';
import { register, type Shop } from './shop.ts';

/** Matches the beginning of a sentence, up to its first variable part. */
const beginningOf = (sentence: string): RegExp => {
  const [fixed = ''] = sentence.split('{');
  const pattern = fixed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return new RegExp(`^${pattern}`);
};

export type Sentence = keyof Awaited<ReturnType<typeof messagesIn>>['changes'];
export type Title = keyof Awaited<ReturnType<typeof messagesIn>>['changeSteps'];

export type Note = keyof Awaited<ReturnType<typeof messagesIn>>['notice'];

export interface Subscriber {
  page: Page;
  subscriptionId: number;
  /** Returns a pattern for a sentence of the dialogs, in the customer's language. */
  words(sentence: Sentence): RegExp;
  /** The button on the page that opens a dialog. */
  action(sentence: Sentence): Locator;
  dialog: Locator;
  /** What the page says about a licence that ends or is paused. */
  note(sentence: Note): Locator;
  /** The dialog with the title of a step. */
  step(title: Title): Locator;
  /** A button in the dialog. */
  button(sentence: Sentence): Locator;
  /** Moves the focus with the Tab key until it reaches the element, as a customer without a mouse does. */
  tabTo(target: Locator): Promise<void>;
  /** Moves the focus to a button by keyboard, and presses it. */
  press(target: Locator): Promise<void>;
  /** Opens a dialog by keyboard. */
  open(sentence: Sentence): Promise<void>;
  /** Closes the dialog with Escape. The focus must then be back on the button that opened it. */
  dismiss(opener: Sentence): Promise<void>;
  /** Expects that axe finds nothing and that the page doesn't scroll sideways. */
  expectAccessible(): Promise<void>;
  /** Returns what Paddle has charged, in minor units. */
  charges(): number[];
  stored(): Promise<{ kind: string; state: string; refusal: string | null }[]>;
  receipts(): Promise<number[]>;
  licence(): Promise<{ id: number; status: string; quantity: number }>;
  key(): Promise<string>;
}

export interface Subscription {
  email: string;
  plan: keyof typeof seedPlans;
  quantity?: number;
  locale?: Locale;
}

/** Registers a customer, who then buys a plan at Paddle, and opens the page of the licence. */
export async function subscriber(
  page: Page,
  shop: Shop,
  { email, plan, quantity = 1, locale = 'en' }: Subscription,
): Promise<Subscriber> {
  const { twin } = shop;
  await register(page, shop, email);
  if (locale !== 'en') await shop.run('UPDATE users SET locale = ? WHERE email = ?', [locale, email]);
  await shop.run("UPDATE users SET country = 'US' WHERE email = ?", [email]);
  const { paddlePlanId: planId, product } = seedPlans[plan];
  const subscriptionId = twin.subscribe({ planId, email, passthrough: '', country: 'US', quantity });
  await twin.drain();
  const { changes, changeSteps, notice } = await messagesIn(locale);
  const words = (sentence: Sentence) => beginningOf(changes[sentence]);
  const dialog = page.getByRole('dialog');
  // The last one, because a notice at the top of the page may have the same button.
  const action = (sentence: Sentence) =>
    page
      .getByRole('main')
      .getByRole('button', { name: words(sentence) })
      .last();
  const stream = async () => {
    const [ref] = await shop.rows<{ stream: string }>('SELECT stream FROM subscription_refs WHERE id = ?', [
      String(subscriptionId),
    ]);
    return ref?.stream ?? 'none';
  };

  const tabTo = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let steps = 0; steps < 80; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('the element cannot be reached with the Tab key');
  };
  const press = async (target: Locator) => {
    // A button that waits for an answer keeps the focus and does nothing.
    await expect(target).toBeEnabled();
    await tabTo(target);
    await page.keyboard.press('Enter');
  };

  const licence: Subscriber['licence'] = async () => {
    const [found] = await shop.rows<{ id: number; status: string; quantity: number }>(
      'SELECT id, status, quantity FROM licences WHERE stream = ?',
      [await stream()],
    );
    if (!found) throw new Error('the subscription has no licence');
    return found;
  };

  await page.goto(product === 'Monica' ? '/monica' : '/officelife');
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  return {
    ...{ page, subscriptionId, words, action, dialog, tabTo, press },
    note: (sentence) =>
      page.getByRole('main').locator('[tabindex="-1"]', { hasText: beginningOf(notice[sentence]) }),
    step: (title) => page.getByRole('dialog', { name: beginningOf(changeSteps[title]) }),
    // The last one, because the icon that closes every dialog comes first and may have the same name.
    button: (sentence) => dialog.getByRole('button', { name: words(sentence) }).last(),
    async open(sentence) {
      await press(action(sentence));
      await expect(dialog).toBeVisible();
      await expect
        .poll(() => dialog.evaluate((element) => element.contains(document.activeElement)))
        .toBe(true);
    },
    async dismiss(opener) {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(action(opener)).toBeFocused();
    },
    async expectAccessible() {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
      ).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBe(0);
    },
    charges: () => twin.truthOf(subscriptionId)?.payments.map(({ amount }) => amount.minor) ?? [],
    stored: async () =>
      shop.rows('SELECT kind, state, refusal FROM subscription_changes WHERE stream = ? ORDER BY id', [
        await stream(),
      ]),
    async receipts() {
      const found = await shop.rows<{ amount: number }>(
        'SELECT amount_minor AS amount FROM receipts WHERE stream = ? ORDER BY paid_at, id',
        [await stream()],
      );
      return found.map(({ amount }) => amount);
    },
    licence,
    async key() {
      const { id } = await licence();
      const found = await shop.rows<{ key: string }>(
        'SELECT HEX(key_hash) AS `key` FROM licence_keys WHERE licence_id = ? AND retired_at IS NULL',
        [id],
      );
      return found.map(({ key }) => key).join();
    },
  };
}
