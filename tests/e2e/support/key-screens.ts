/** Screens of replaced and updated keys. */
import { expect } from '@playwright/test';
import { aLicence, licenceStates } from '#tests/pages/support/fixtures.ts';
import { monicaWith, type Screen, signedIn } from './screen.ts';

const stopsAt = new Date('2026-11-30T15:00:00Z');
const replaced = {
  ...licenceStates.active,
  notices: [{ kind: 'key_replaced' } as const],
  oldKeys: { stopping: [stopsAt, new Date('2026-12-02T08:00:00Z')], lasting: 1 },
};

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
