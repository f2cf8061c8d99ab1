/** Screens of replaced and updated keys. */
import { expect, type Page } from '@playwright/test';
import { preview } from '#tests/pages/support/change-fixtures.ts';
import { aLicence, changeOptions, licenceStates } from '#tests/pages/support/fixtures.ts';
import { monicaWith, type Screen, signedIn } from './screen.ts';

const stopsAt = new Date('2026-11-30T15:00:00Z');
const replaced = {
  ...licenceStates.active,
  notices: [{ kind: 'key_replaced' } as const],
  oldKeys: { stopping: [stopsAt, new Date('2026-12-02T08:00:00Z')], lasting: 1 },
};

const seatsQuestion: Omit<Screen, 'ready'> = {
  path: '/officelife',
  answers: signedIn({
    'licences.list': () => [aLicence({ product: 'OfficeLife', quantity: 5 })],
    'billing.changes.options': () =>
      changeOptions({
        ...{ product: 'OfficeLife', isPerSeat: true, quantity: 5 },
        forbids: { seats: null, plan: null, cancel: null, pause: 'pause_not_allowed', resume: 'not_paused' },
      }),
    'billing.changes.preview': () => preview(),
  }),
  overlay: true,
};

async function openSeats(page: Page): Promise<void> {
  await page.locator('aside button').first().click();
  await expect(page.getByRole('dialog').getByRole('spinbutton')).toBeVisible();
}

export const keyScreens: Record<string, Screen> = {
  'monica-key-replaced': monicaWith(replaced),
  'home-key-replaced': {
    path: '/dashboard',
    answers: signedIn({ 'licences.list': () => [replaced] }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'monica-replace-key': {
    path: '/monica',
    answers: signedIn({
      'licences.list': () => [replaced],
      'billing.keys.preview': () => ({ keyId: 71, refusal: null, oldKeysUntil: stopsAt }),
    }),
    overlay: true,
    ready: async (page) => {
      await page.locator('button[aria-describedby]').first().click();
      await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(3);
    },
  },
  'monica-key-shown': {
    ...monicaWith(licenceStates.active),
    ready: async (page) => {
      await page.locator('code + button').first().click();
      await expect(page.locator('code')).toContainText('eyJpdiI6eyJpdiI6');
    },
  },
  'officelife-seats': {
    ...seatsQuestion,
    ready: async (page) => {
      await openSeats(page);
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await expect(page.getByRole('dialog').getByRole('spinbutton')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  'officelife-seats-price': {
    ...seatsQuestion,
    ready: async (page) => {
      await openSeats(page);
      await page.getByRole('dialog').getByRole('spinbutton').fill('8');
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await expect(page.getByRole('dialog').locator('dl')).toBeVisible();
    },
  },
  'officelife-outdated-key': {
    path: '/officelife',
    answers: signedIn({
      'licences.list': () => [
        aLicence({
          ...{ product: 'OfficeLife', quantity: 12 },
          keyDifferences: { quantity: 5, frequency: 'Annual', email: 'nora@former-company.example' },
        }),
      ],
    }),
    ready: (page) => expect(page.locator('code').first()).toBeVisible(),
  },
};
